using Crawler.Persistence.Sqlite;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Crawler.Persistence.Migrations.Sqlite;

/// <summary>The tables of the first version. Written by hand; a test holds them against the model.</summary>
[DbContext(typeof(SqliteCrawlerDbContext))]
[Migration("20261121000000_Initial")]
internal sealed class Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(
            """
            CREATE TABLE "api_keys" (
                "id" TEXT NOT NULL CONSTRAINT "PK_api_keys" PRIMARY KEY,
                "name" TEXT NOT NULL,
                "scope" TEXT NOT NULL,
                "hash" BLOB NOT NULL,
                "created_at" INTEGER NOT NULL,
                "expires_at" INTEGER NULL,
                "revoked_at" INTEGER NULL,
                "last_used_at" INTEGER NULL
            );

            CREATE TABLE "audit" (
                "seq" INTEGER NOT NULL CONSTRAINT "PK_audit" PRIMARY KEY AUTOINCREMENT,
                "at" INTEGER NOT NULL,
                "actor" TEXT NOT NULL,
                "action" TEXT NOT NULL,
                "subject" TEXT NULL,
                "outcome" TEXT NOT NULL,
                "remote_address" TEXT NULL
            );

            CREATE TABLE "crawl_counters" (
                "crawl_id" BLOB NOT NULL CONSTRAINT "PK_crawl_counters" PRIMARY KEY,
                "discovered" INTEGER NOT NULL,
                "queued" INTEGER NOT NULL,
                "leased" INTEGER NOT NULL,
                "fetched" INTEGER NOT NULL,
                "unchanged" INTEGER NOT NULL,
                "redirected" INTEGER NOT NULL,
                "skipped" INTEGER NOT NULL,
                "failed" INTEGER NOT NULL,
                "gone" INTEGER NOT NULL,
                "stored" INTEGER NOT NULL,
                "reserved" INTEGER NOT NULL,
                "bytes" INTEGER NOT NULL,
                "last_seq" INTEGER NOT NULL,
                "indexed_seq" INTEGER NOT NULL,
                "reasons" TEXT NOT NULL,
                "sitemaps" TEXT NOT NULL,
                "scope_additions" TEXT NOT NULL,
                "seeds_admitted_at" INTEGER NULL,
                "last_activity_at" INTEGER NOT NULL,
                "limit_reported" TEXT NULL
            );

            CREATE TABLE "crawls" (
                "correlation_id" BLOB NOT NULL CONSTRAINT "PK_crawls" PRIMARY KEY,
                "current_state" TEXT NOT NULL,
                "spec" TEXT NOT NULL,
                "profile_version" INTEGER NOT NULL,
                "weight" INTEGER NOT NULL,
                "submitted_at" INTEGER NOT NULL,
                "ended_at" INTEGER NULL,
                "paused_at" INTEGER NULL,
                "deadline_at" INTEGER NULL,
                "end_reason" TEXT NULL,
                "trace_parent" TEXT NULL,
                "row_version" INTEGER NOT NULL
            );

            CREATE TABLE "fetches" (
                "crawl_id" BLOB NOT NULL,
                "seq" INTEGER NOT NULL,
                "url_key" BLOB NOT NULL,
                "unchanged" INTEGER NOT NULL,
                "http_status" INTEGER NOT NULL,
                "content_type" TEXT NULL,
                "body_bytes" INTEGER NOT NULL,
                "digest" TEXT NULL,
                "title" TEXT NULL,
                "no_index" INTEGER NOT NULL,
                "fetched_at" INTEGER NOT NULL,
                "duration" INTEGER NOT NULL,
                "archive_file" TEXT NULL,
                "archive_offset" INTEGER NULL,
                "archive_length" INTEGER NULL,
                "payload_digest" TEXT NULL,
                "original_seq" INTEGER NULL,
                CONSTRAINT "PK_fetches" PRIMARY KEY ("crawl_id", "seq")
            );

            CREATE TABLE "host_queues" (
                "crawl_id" BLOB NOT NULL,
                "host" TEXT NOT NULL,
                "next_due_at" INTEGER NULL,
                "ready_at" INTEGER NULL,
                "interval" INTEGER NOT NULL,
                "per_host" INTEGER NOT NULL,
                "failures_in_row" INTEGER NOT NULL,
                "given_up" TEXT NULL,
                "last_leased_at" INTEGER NULL,
                "last_was_sitemap" INTEGER NOT NULL,
                "has_http_sitemaps" INTEGER NOT NULL,
                "has_https_sitemaps" INTEGER NOT NULL,
                CONSTRAINT "PK_host_queues" PRIMARY KEY ("crawl_id", "host")
            );

            CREATE TABLE "hosts" (
                "host" TEXT NOT NULL CONSTRAINT "PK_hosts" PRIMARY KEY,
                "last_start_at" INTEGER NULL,
                "floor_interval" INTEGER NOT NULL,
                "blocked_until" INTEGER NULL,
                "block_reason" TEXT NULL,
                "unavailable_since" INTEGER NULL,
                "refusals" INTEGER NOT NULL,
                "response_time" INTEGER NULL
            );

            CREATE TABLE "inbox" (
                "message_id" BLOB NOT NULL,
                "consumer_id" BLOB NOT NULL,
                "consumed_at" INTEGER NOT NULL,
                CONSTRAINT "PK_inbox" PRIMARY KEY ("message_id", "consumer_id")
            );

            CREATE TABLE "leases" (
                "lease_id" BLOB NOT NULL CONSTRAINT "PK_leases" PRIMARY KEY,
                "crawl_id" BLOB NOT NULL,
                "host" TEXT NOT NULL,
                "downloader" TEXT NULL,
                "connections" INTEGER NOT NULL,
                "solo" INTEGER NOT NULL,
                "leased_at" INTEGER NOT NULL,
                "leased_until" INTEGER NOT NULL
            );

            CREATE TABLE "outbox" (
                "id" INTEGER NOT NULL CONSTRAINT "PK_outbox" PRIMARY KEY AUTOINCREMENT,
                "message_id" BLOB NOT NULL,
                "message_type" TEXT NOT NULL,
                "destination" TEXT NULL,
                "body" TEXT NOT NULL,
                "correlation_id" BLOB NULL,
                "conversation_id" BLOB NULL,
                "headers" TEXT NULL,
                "trace_parent" TEXT NULL,
                "created_at" INTEGER NOT NULL,
                "faults" INTEGER NOT NULL
            );

            CREATE TABLE "robots" (
                "origin" TEXT NOT NULL CONSTRAINT "PK_robots" PRIMARY KEY,
                "host" TEXT NOT NULL,
                "access" TEXT NOT NULL,
                "http_status" INTEGER NULL,
                "text" TEXT NULL,
                "fetched_at" INTEGER NOT NULL,
                "expires_at" INTEGER NOT NULL
            );

            CREATE TABLE "submissions" (
                "crawl_id" BLOB NOT NULL CONSTRAINT "PK_submissions" PRIMARY KEY,
                "idempotency_key" TEXT NULL,
                "body_hash" TEXT NOT NULL,
                "spec" TEXT NOT NULL,
                "submitted_at" INTEGER NOT NULL
            );

            CREATE TABLE "trap_suspicions" (
                "crawl_id" BLOB NOT NULL,
                "shape" BLOB NOT NULL,
                "host" TEXT NOT NULL,
                "rule" TEXT NOT NULL,
                "admitted" INTEGER NOT NULL,
                "skipped" INTEGER NOT NULL,
                "example" TEXT NULL,
                CONSTRAINT "PK_trap_suspicions" PRIMARY KEY ("crawl_id", "shape")
            );

            CREATE TABLE "urls" (
                "crawl_id" BLOB NOT NULL,
                "url_key" BLOB NOT NULL,
                "url" TEXT NOT NULL,
                "kind" TEXT NOT NULL,
                "host" TEXT NOT NULL,
                "depth" INTEGER NOT NULL,
                "hops" INTEGER NOT NULL,
                "discovery_path" TEXT NOT NULL,
                "referrer_key" BLOB NULL,
                "state" TEXT NOT NULL,
                "leased_from" TEXT NULL,
                "reason" TEXT NULL,
                "reason_detail" TEXT NULL,
                "attempts" INTEGER NOT NULL,
                "crashes" INTEGER NOT NULL,
                "solo" INTEGER NOT NULL,
                "due_at" INTEGER NULL,
                "lease_id" BLOB NULL,
                "discovered_at" INTEGER NOT NULL,
                "fetched_at" INTEGER NULL,
                "http_status" INTEGER NULL,
                "last_seq" INTEGER NULL,
                "digest" TEXT NULL,
                "etag" TEXT NULL,
                "last_modified" TEXT NULL,
                CONSTRAINT "PK_urls" PRIMARY KEY ("crawl_id", "url_key")
            );

            CREATE TABLE "workers" (
                "instance" TEXT NOT NULL CONSTRAINT "PK_workers" PRIMARY KEY,
                "service" TEXT NOT NULL,
                "host" TEXT NULL,
                "version" TEXT NULL,
                "started_at" INTEGER NULL,
                "seen_at" INTEGER NOT NULL,
                "stopping" INTEGER NOT NULL,
                "capacity" INTEGER NOT NULL,
                "in_use" INTEGER NOT NULL,
                "consumed_per_second" REAL NOT NULL,
                "faulted_per_second" REAL NOT NULL,
                "memory_bytes" INTEGER NOT NULL,
                "leases" TEXT NOT NULL,
                "paused_endpoints" TEXT NOT NULL
            );

            CREATE INDEX "ix_audit_at" ON "audit" ("at");

            CREATE INDEX "ix_crawls_state" ON "crawls" ("current_state");

            CREATE INDEX "ix_crawls_submitted" ON "crawls" ("submitted_at", "correlation_id");

            CREATE INDEX "ix_host_queues_host" ON "host_queues" ("host");

            CREATE INDEX "ix_host_queues_ready" ON "host_queues" ("crawl_id", "ready_at") WHERE ready_at IS NOT NULL;

            CREATE INDEX "ix_hosts_unavailable" ON "hosts" ("unavailable_since") WHERE unavailable_since IS NOT NULL;

            CREATE INDEX "ix_inbox_consumed" ON "inbox" ("consumed_at");

            CREATE INDEX "ix_leases_host" ON "leases" ("host");

            CREATE INDEX "ix_leases_until" ON "leases" ("leased_until");

            CREATE INDEX "ix_robots_host" ON "robots" ("host");

            CREATE UNIQUE INDEX "ux_submissions_key" ON "submissions" ("idempotency_key");

            CREATE INDEX "ix_trap_suspicions_skipped" ON "trap_suspicions" ("crawl_id") WHERE skipped > 0;

            CREATE INDEX "ix_urls_due" ON "urls" ("crawl_id", "host", "due_at") WHERE due_at IS NOT NULL AND lease_id IS NULL AND solo = 0;

            CREATE INDEX "ix_urls_lease" ON "urls" ("lease_id") WHERE lease_id IS NOT NULL;

            CREATE INDEX "ix_urls_out_of_scope" ON "urls" ("crawl_id", "host", "url_key") WHERE reason = 'OutOfScope';

            CREATE INDEX "ix_urls_sitemaps" ON "urls" ("crawl_id", "host", "due_at") WHERE kind = 'Sitemap' AND due_at IS NOT NULL AND lease_id IS NULL AND solo = 0;

            CREATE INDEX "ix_urls_solo" ON "urls" ("crawl_id", "crashes", "due_at") WHERE solo = 1;
            """);

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in new[]
        {
            "api_keys", "audit", "crawl_counters", "crawls", "fetches", "host_queues", "hosts", "inbox", "leases", "outbox",
            "robots", "submissions", "trap_suspicions", "urls", "workers",
        })
        {
            migrationBuilder.DropTable(table);
        }
    }
}
