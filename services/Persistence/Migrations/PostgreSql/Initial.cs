using Crawler.Persistence.PostgreSql;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Crawler.Persistence.Migrations.PostgreSql;

/// <summary>The tables of the first version. Written by hand; a test holds them against the model.</summary>
/// <remarks>Rows that every batch changes leave room in their pages, so that a new version need not touch indexes.</remarks>
[DbContext(typeof(PostgreSqlCrawlerDbContext))]
[Migration("20261121000000_Initial")]
internal sealed class Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(
            """
            CREATE TABLE crawl_counters (
                crawl_id uuid NOT NULL,
                discovered bigint NOT NULL,
                queued bigint NOT NULL,
                leased bigint NOT NULL,
                fetched bigint NOT NULL,
                unchanged bigint NOT NULL,
                redirected bigint NOT NULL,
                skipped bigint NOT NULL,
                failed bigint NOT NULL,
                gone bigint NOT NULL,
                stored bigint NOT NULL,
                reserved bigint NOT NULL,
                bytes bigint NOT NULL,
                last_seq bigint NOT NULL,
                indexed_seq bigint NOT NULL,
                reasons text COLLATE "C" NOT NULL,
                sitemaps text COLLATE "C" NOT NULL,
                scope_additions text COLLATE "C" NOT NULL,
                seeds_admitted_at timestamp with time zone,
                last_activity_at timestamp with time zone NOT NULL,
                limit_reported text COLLATE "C",
                CONSTRAINT "PK_crawl_counters" PRIMARY KEY (crawl_id)
            ) WITH (fillfactor = 70);

            CREATE TABLE crawls (
                correlation_id uuid NOT NULL,
                current_state text COLLATE "C" NOT NULL,
                spec text COLLATE "C" NOT NULL,
                profile_version integer NOT NULL,
                weight integer NOT NULL,
                submitted_at timestamp with time zone NOT NULL,
                ended_at timestamp with time zone,
                paused_at timestamp with time zone,
                deadline_at timestamp with time zone,
                end_reason text COLLATE "C",
                trace_parent text COLLATE "C",
                row_version integer NOT NULL,
                CONSTRAINT "PK_crawls" PRIMARY KEY (correlation_id)
            );

            CREATE TABLE fetches (
                crawl_id uuid NOT NULL,
                seq bigint NOT NULL,
                url_key bytea NOT NULL,
                unchanged boolean NOT NULL,
                http_status integer NOT NULL,
                content_type text COLLATE "C",
                body_bytes bigint NOT NULL,
                digest text COLLATE "C",
                title text COLLATE "C",
                no_index boolean NOT NULL,
                fetched_at timestamp with time zone NOT NULL,
                duration interval NOT NULL,
                archive_file text COLLATE "C",
                archive_offset bigint,
                archive_length bigint,
                payload_digest text COLLATE "C",
                original_seq bigint,
                CONSTRAINT "PK_fetches" PRIMARY KEY (crawl_id, seq)
            );

            CREATE TABLE host_queues (
                crawl_id uuid NOT NULL,
                host text COLLATE "C" NOT NULL,
                next_due_at timestamp with time zone,
                ready_at timestamp with time zone,
                interval interval NOT NULL,
                per_host integer NOT NULL,
                failures_in_row integer NOT NULL,
                given_up text COLLATE "C",
                last_leased_at timestamp with time zone,
                last_was_sitemap boolean NOT NULL,
                has_http_sitemaps boolean NOT NULL,
                has_https_sitemaps boolean NOT NULL,
                CONSTRAINT "PK_host_queues" PRIMARY KEY (crawl_id, host)
            ) WITH (fillfactor = 70);

            CREATE TABLE hosts (
                host text COLLATE "C" NOT NULL,
                last_start_at timestamp with time zone,
                floor_interval interval NOT NULL,
                blocked_until timestamp with time zone,
                block_reason text COLLATE "C",
                unavailable_since timestamp with time zone,
                refusals integer NOT NULL,
                response_time interval,
                CONSTRAINT "PK_hosts" PRIMARY KEY (host)
            ) WITH (fillfactor = 70);

            CREATE TABLE inbox (
                message_id uuid NOT NULL,
                consumer_id uuid NOT NULL,
                consumed_at timestamp with time zone NOT NULL,
                CONSTRAINT "PK_inbox" PRIMARY KEY (message_id, consumer_id)
            );

            CREATE TABLE leases (
                lease_id uuid NOT NULL,
                crawl_id uuid NOT NULL,
                host text COLLATE "C" NOT NULL,
                downloader text COLLATE "C",
                connections integer NOT NULL,
                solo boolean NOT NULL,
                leased_at timestamp with time zone NOT NULL,
                leased_until timestamp with time zone NOT NULL,
                CONSTRAINT "PK_leases" PRIMARY KEY (lease_id)
            );

            CREATE TABLE outbox (
                id bigint GENERATED BY DEFAULT AS IDENTITY,
                message_id uuid NOT NULL,
                message_type text COLLATE "C" NOT NULL,
                destination text COLLATE "C",
                body text COLLATE "C" NOT NULL,
                correlation_id uuid,
                conversation_id uuid,
                headers text COLLATE "C",
                trace_parent text COLLATE "C",
                created_at timestamp with time zone NOT NULL,
                faults integer NOT NULL,
                CONSTRAINT "PK_outbox" PRIMARY KEY (id)
            );

            CREATE TABLE robots (
                origin text COLLATE "C" NOT NULL,
                host text COLLATE "C" NOT NULL,
                access text COLLATE "C" NOT NULL,
                http_status integer,
                text text COLLATE "C",
                fetched_at timestamp with time zone NOT NULL,
                expires_at timestamp with time zone NOT NULL,
                CONSTRAINT "PK_robots" PRIMARY KEY (origin)
            );

            CREATE TABLE submissions (
                crawl_id uuid NOT NULL,
                idempotency_key text COLLATE "C",
                body_hash text COLLATE "C" NOT NULL,
                spec text COLLATE "C" NOT NULL,
                submitted_at timestamp with time zone NOT NULL,
                CONSTRAINT "PK_submissions" PRIMARY KEY (crawl_id)
            );

            CREATE TABLE trap_suspicions (
                crawl_id uuid NOT NULL,
                shape bytea NOT NULL,
                host text COLLATE "C" NOT NULL,
                rule text COLLATE "C" NOT NULL,
                admitted bigint NOT NULL,
                skipped bigint NOT NULL,
                example text COLLATE "C",
                CONSTRAINT "PK_trap_suspicions" PRIMARY KEY (crawl_id, shape)
            );

            CREATE TABLE urls (
                crawl_id uuid NOT NULL,
                url_key bytea NOT NULL,
                url text COLLATE "C" NOT NULL,
                kind text COLLATE "C" NOT NULL,
                host text COLLATE "C" NOT NULL,
                depth integer NOT NULL,
                hops integer NOT NULL,
                discovery_path text COLLATE "C" NOT NULL,
                referrer_key bytea,
                state text COLLATE "C" NOT NULL,
                leased_from text COLLATE "C",
                reason text COLLATE "C",
                reason_detail text COLLATE "C",
                attempts integer NOT NULL,
                crashes integer NOT NULL,
                solo boolean NOT NULL,
                due_at timestamp with time zone,
                lease_id uuid,
                discovered_at timestamp with time zone NOT NULL,
                fetched_at timestamp with time zone,
                http_status integer,
                last_seq bigint,
                digest text COLLATE "C",
                etag text COLLATE "C",
                last_modified text COLLATE "C",
                ordinal bigint GENERATED BY DEFAULT AS IDENTITY,
                CONSTRAINT "PK_urls" PRIMARY KEY (crawl_id, url_key)
            );

            CREATE TABLE workers (
                instance text COLLATE "C" NOT NULL,
                service text COLLATE "C" NOT NULL,
                host text COLLATE "C",
                version text COLLATE "C",
                started_at timestamp with time zone,
                seen_at timestamp with time zone NOT NULL,
                stopping boolean NOT NULL,
                capacity integer NOT NULL,
                in_use integer NOT NULL,
                consumed_per_second double precision NOT NULL,
                faulted_per_second double precision NOT NULL,
                memory_bytes bigint NOT NULL,
                leases text COLLATE "C" NOT NULL,
                paused_endpoints text COLLATE "C" NOT NULL,
                CONSTRAINT "PK_workers" PRIMARY KEY (instance)
            );

            CREATE INDEX ix_crawls_state ON crawls (current_state);

            CREATE INDEX ix_crawls_submitted ON crawls (submitted_at, correlation_id);

            CREATE INDEX ix_host_queues_host ON host_queues (host);

            CREATE INDEX ix_host_queues_ready ON host_queues (crawl_id, ready_at) WHERE ready_at IS NOT NULL;

            CREATE INDEX ix_hosts_unavailable ON hosts (unavailable_since) WHERE unavailable_since IS NOT NULL;

            CREATE INDEX ix_inbox_consumed ON inbox (consumed_at);

            CREATE INDEX ix_leases_host ON leases (host);

            CREATE INDEX ix_leases_until ON leases (leased_until);

            CREATE INDEX ix_robots_host ON robots (host);

            CREATE UNIQUE INDEX ux_submissions_key ON submissions (idempotency_key);

            CREATE INDEX ix_trap_suspicions_skipped ON trap_suspicions (crawl_id) WHERE skipped > 0;

            CREATE INDEX ix_urls_due ON urls (crawl_id, host, due_at, ordinal) WHERE due_at IS NOT NULL AND lease_id IS NULL AND NOT solo;

            CREATE INDEX ix_urls_lease ON urls (lease_id) WHERE lease_id IS NOT NULL;

            CREATE INDEX ix_urls_out_of_scope ON urls (crawl_id, host, url_key) WHERE reason = 'OutOfScope';

            CREATE INDEX ix_urls_sitemaps ON urls (crawl_id, host, due_at, ordinal) WHERE kind = 'Sitemap' AND due_at IS NOT NULL AND lease_id IS NULL AND NOT solo;

            CREATE INDEX ix_urls_solo ON urls (crawl_id, crashes, due_at) WHERE solo;
            """);

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in new[]
        {
            "crawl_counters", "crawls", "fetches", "host_queues", "hosts", "inbox", "leases", "outbox", "robots",
            "submissions", "trap_suspicions", "urls", "workers",
        })
        {
            migrationBuilder.DropTable(table);
        }
    }
}
