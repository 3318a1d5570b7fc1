using Crawler.Persistence;
using Crawler.Persistence.Frontier;
using Crawler.Persistence.PostgreSql;

using static Crawler.Scheduler.Frontier.FrontierRows<Crawler.Persistence.PostgreSql.PostgreSqlTimes>;

namespace Crawler.Scheduler.Frontier.PostgreSql;

/// <content>URLs and fetches. Those of a crawl change under its lock alone.</content>
internal sealed partial class PostgreSqlFrontierTransaction
{
    public ValueTask<IReadOnlyList<FrontierUrl>> OutOfScopeAsync(
        Guid crawlId, string hostPart, FrontierUrl? after, int limit) => transaction.Statement(
        $"""
        SELECT {UrlColumnsWithReferrer} FROM urls
        WHERE crawl_id = $1 AND reason = 'OutOfScope' AND strpos(host, $2) > 0 AND (host, url_key) > ($3, $4)
        ORDER BY host, url_key LIMIT $5
        """)
        .Id(crawlId).Text(hostPart).Text(after?.Host ?? "").Bytes(after?.UrlKey ?? []).Number(limit)
        .ReadAllAsync(ReadUrlWithReferrer);

    public ValueTask<IReadOnlyList<FrontierUrl>> ClaimPagesAsync(
        Guid crawlId, string host, Guid leaseId, int limit, bool storedOnly) => Claim(
        $"""
        SELECT crawl_id, url_key FROM urls
        WHERE crawl_id = $2 AND host = $3 AND due_at <= $4 AND due_at IS NOT NULL AND lease_id IS NULL AND NOT solo
            AND kind = 'Page' {(storedOnly ? "AND last_seq IS NOT NULL" : "")}
        ORDER BY due_at, ordinal LIMIT $5
        """)
        .Id(leaseId).Id(crawlId).Text(host).Time(Now).Number(limit).ReadAllAsync(ReadUrl);

    public ValueTask<FrontierUrl?> ClaimSitemapAsync(Guid crawlId, string host, Guid leaseId) => Claim(
        """
        SELECT crawl_id, url_key FROM urls
        WHERE crawl_id = $2 AND host = $3 AND due_at <= $4 AND due_at IS NOT NULL AND lease_id IS NULL AND NOT solo
            AND kind = 'Sitemap'
        ORDER BY due_at, ordinal LIMIT 1
        """)
        .Id(leaseId).Id(crawlId).Text(host).Time(Now).ReadOneAsync(ReadUrl);

    public ValueTask<FrontierUrl?> ClaimOneAsync(Guid crawlId, byte[] urlKey, Guid leaseId) => Claim(
        """
        SELECT crawl_id, url_key FROM urls
        WHERE crawl_id = $2 AND url_key = $3 AND lease_id IS NULL AND due_at <= $4
        """)
        .Id(leaseId).Id(crawlId).Bytes(urlKey).Time(Now).ReadOneAsync(ReadUrl);

    public ValueTask<bool> AnySoloUrlAsync() => transaction
        .Statement("SELECT 1 FROM urls WHERE solo AND due_at IS NOT NULL AND lease_id IS NULL LIMIT 1").ExistsAsync();

    public ValueTask<bool> AnySoloUrlAsync(Guid crawlId) => transaction
        .Statement("SELECT 1 FROM urls WHERE crawl_id = $1 AND solo AND due_at IS NOT NULL AND lease_id IS NULL LIMIT 1")
        .Id(crawlId).ExistsAsync();

    public ValueTask<bool> AnySoloUrlAsync(Guid crawlId, string host) => transaction.Statement(
        """
        SELECT 1 FROM urls
        WHERE crawl_id = $1 AND host = $2 AND solo AND due_at IS NOT NULL AND lease_id IS NULL LIMIT 1
        """)
        .Id(crawlId).Text(host).ExistsAsync();

    public ValueTask<IReadOnlyList<FrontierUrl>> SoloUrlsAsync(Guid crawlId, int limit) => transaction.Statement(
        $"""
        SELECT {UrlColumns} FROM urls
        WHERE crawl_id = $1 AND solo AND due_at <= $2 AND lease_id IS NULL
        ORDER BY crashes, due_at, ordinal LIMIT $3
        """)
        .Id(crawlId).Time(Now).Number(limit).ReadAllAsync(ReadUrl);

    public ValueTask<IReadOnlyList<FrontierUrl>> LeasedUrlsAsync(Guid leaseId) => transaction
        .Statement($"SELECT {UrlColumns} FROM urls WHERE lease_id = $1 ORDER BY ordinal").Id(leaseId)
        .ReadAllAsync(ReadUrl);

    public ValueTask<IReadOnlyList<UrlBackground>> BackgroundsAsync(Guid leaseId) => transaction
        .Statement(Backgrounds + " AND u.lease_id = $1").Id(leaseId).ReadAllAsync(ReadBackground);

    public async ValueTask SaveUrlsAsync(IReadOnlyList<FrontierUrl> urls) => await transaction.Statement(
        """
        UPDATE urls SET url = new.url, host = new.host, hops = new.hops, discovery_path = new.discovery_path,
            state = new.state, leased_from = new.leased_from, reason = new.reason, attempts = new.attempts,
            crashes = new.crashes, solo = new.solo, due_at = new.due_at, lease_id = new.lease_id,
            last_seq = new.last_seq, digest = new.digest, etag = new.etag, last_modified = new.last_modified,
            http_status = new.http_status, fetched_at = new.fetched_at
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
            AS new (crawl_id, url_key, url, host, hops, discovery_path, state, leased_from, reason, attempts,
            crashes, solo, due_at, lease_id, last_seq, digest, etag, last_modified, http_status, fetched_at)
        WHERE urls.crawl_id = new.crawl_id AND urls.url_key = new.url_key
        """)
        .Each(urls)
        .Ids(url => url.CrawlId)
        .Keys(url => url.UrlKey)
        .Texts(url => url.Url)
        .Texts(url => url.Host)
        .Numbers(url => url.Hops)
        .Texts(url => url.DiscoveryPath)
        .Names(url => url.State)
        .Names(url => url.LeasedFrom)
        .Names(url => url.Reason)
        .Numbers(url => url.Attempts)
        .Numbers(url => url.Crashes)
        .Flags(url => url.Solo)
        .Times(url => url.DueAt)
        .Ids(url => url.LeaseId)
        .Numbers(url => url.LastSeq)
        .Texts(url => url.Digest)
        .Texts(url => url.ETag)
        .Texts(url => url.LastModified)
        .Numbers(url => url.HttpStatus)
        .Times(url => url.FetchedAt)
        .RunAsync();

    public async ValueTask AddFetchesAsync(IReadOnlyList<Fetch> fetches) => await transaction.Statement(
        """
        INSERT INTO fetches (crawl_id, seq, url_key, unchanged, http_status, content_type, body_bytes, digest, title,
            no_index, fetched_at, duration, archive_file, archive_offset, archive_length, payload_digest,
            original_seq)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        """)
        .Each(fetches)
        .Ids(fetch => fetch.CrawlId)
        .Numbers(fetch => fetch.Seq)
        .Keys(fetch => fetch.UrlKey)
        .Flags(fetch => fetch.Unchanged)
        .Numbers(fetch => fetch.HttpStatus)
        .Texts(fetch => fetch.ContentType)
        .Numbers(fetch => fetch.BodyBytes)
        .Texts(fetch => fetch.Digest)
        .Texts(fetch => fetch.Title)
        .Flags(fetch => fetch.NoIndex)
        .Times(fetch => fetch.FetchedAt)
        .Durations(fetch => fetch.Duration)
        .Texts(fetch => fetch.ArchiveFile)
        .Numbers(fetch => fetch.ArchiveOffset)
        .Numbers(fetch => fetch.ArchiveLength)
        .Texts(fetch => fetch.PayloadDigest)
        .Numbers(fetch => fetch.OriginalSeq)
        .RunAsync();

    public async ValueTask<Retired> RetireQueuedAsync(
        Guid crawlId, string? host, UrlReason reason, int limit, bool unstoredOnly)
    {
        // Two statements, because URLs that must be leased alone stand outside the index of the due ones.
        var kinds = (await RetireAsync(crawlId, host, reason, limit, unstoredOnly, solo: false)).ToList();
        if (kinds.Count < limit)
        {
            kinds.AddRange(await RetireAsync(crawlId, host, reason, limit - kinds.Count, unstoredOnly, solo: true));
        }

        var sitemaps = kinds.Count(kind => kind == UrlKind.Sitemap);
        return new Retired(kinds.Count - sitemaps, sitemaps);
    }

    public async ValueTask ForgetDueAsync(Guid crawlId, string? host)
    {
        await ForgetAsync(crawlId, host, solo: false);
        await ForgetAsync(crawlId, host, solo: true);
        await OnHost(
            $"UPDATE host_queues SET next_due_at = NULL, ready_at = NULL WHERE crawl_id = $1 {On(host, 2)}",
            host, statement => statement.Id(crawlId)).RunAsync();
    }

    private static string On(string? host, int parameter) => host is null ? "" : $"AND host = ${parameter}";

    /// <summary>
    /// Leases to <c>$1</c> what a selection chooses. What is leased comes in the order of admission.
    /// </summary>
    private PostgreSqlStatement Claim(string selection) => transaction.Statement(
        $"""
        WITH chosen AS ({selection} FOR NO KEY UPDATE),
        claimed AS (
            UPDATE urls SET leased_from = urls.state, state = 'Leased', lease_id = $1
            FROM chosen WHERE urls.crawl_id = chosen.crawl_id AND urls.url_key = chosen.url_key
            RETURNING urls.*)
        SELECT {UrlColumns} FROM claimed ORDER BY ordinal
        """);

    /// <summary>A statement whose last value is a host, if it is about one.</summary>
    private PostgreSqlStatement OnHost(
        string sql, string? host, Func<PostgreSqlStatement, PostgreSqlStatement> bind)
    {
        var statement = bind(transaction.Statement(sql));
        return host is null ? statement : statement.Text(host);
    }

    private ValueTask<IReadOnlyList<UrlKind>> RetireAsync(
        Guid crawlId, string? host, UrlReason reason, int limit, bool unstoredOnly, bool solo) => OnHost(
        $"""
        WITH chosen AS (
            SELECT crawl_id, url_key FROM urls
            WHERE crawl_id = $3 {On(host, 5)} AND due_at IS NOT NULL AND lease_id IS NULL
                AND {(solo ? "solo" : "NOT solo")} AND state = 'Queued' {(unstoredOnly ? "AND last_seq IS NULL" : "")}
            LIMIT $4)
        UPDATE urls SET state = $1, reason = $2, due_at = NULL, solo = false
        FROM chosen WHERE urls.crawl_id = chosen.crawl_id AND urls.url_key = chosen.url_key
        RETURNING kind
        """,
        host,
        statement => statement.Name<UrlState>(UrlReasons.StateOf(reason)).Name<UrlReason>(reason).Id(crawlId)
            .Number(limit))
        .ReadAllAsync(reader => reader.GetEnum<UrlKind>(0));

    private ValueTask<int> ForgetAsync(Guid crawlId, string? host, bool solo) => OnHost(
        $"""
        UPDATE urls SET due_at = NULL
        WHERE crawl_id = $1 {On(host, 2)} AND due_at IS NOT NULL AND lease_id IS NULL
            AND {(solo ? "solo" : "NOT solo")}
        """,
        host, statement => statement.Id(crawlId)).RunAsync();
}
