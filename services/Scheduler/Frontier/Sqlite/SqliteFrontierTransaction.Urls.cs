using Crawler.Persistence;
using Crawler.Persistence.Frontier;
using Crawler.Persistence.Sqlite;

using static Crawler.Scheduler.Frontier.FrontierRows<Crawler.Persistence.Sqlite.SqliteTimes>;

namespace Crawler.Scheduler.Frontier.Sqlite;

/// <content>URLs and fetches.</content>
internal sealed partial class SqliteFrontierTransaction
{
    public ValueTask<IReadOnlyList<Admission>> AdmitAsync(IReadOnlyList<Candidate> candidates)
    {
        var results = new Admission[candidates.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Admit(candidates[i]);
        }

        return new(results);
    }

    public ValueTask<IReadOnlyList<FrontierUrl>> OutOfScopeAsync(
        Guid crawlId, string hostPart, FrontierUrl? after, int limit) => new(ReadAll(
        transaction.Statement(
            $"""
            SELECT {UrlColumnsWithReferrer} FROM urls INDEXED BY ix_urls_out_of_scope
            WHERE crawl_id = @crawl AND reason = 'OutOfScope' AND instr(host, @part) > 0
                AND (host, url_key) > (@host, @key)
            ORDER BY host, url_key LIMIT @limit
            """,
            "@crawl", "@part", "@host", "@key", "@limit").Bind(
                crawlId, hostPart, after?.Host ?? "", after?.UrlKey ?? [], limit),
        ReadUrlWithReferrer));

    public ValueTask<IReadOnlyList<FrontierUrl>> ClaimPagesAsync(
        Guid crawlId, string host, Guid leaseId, int limit, bool storedOnly) => new(ReadAll(
        transaction.Statement(
            $"""
            UPDATE urls SET leased_from = state, state = 'Leased', lease_id = @lease
            WHERE rowid IN (
                SELECT rowid FROM urls
                WHERE crawl_id = @crawl AND host = @host AND due_at <= @now AND due_at IS NOT NULL AND lease_id IS
                NULL AND solo = 0
                    AND kind = 'Page' AND (@stored = 0 OR last_seq IS NOT NULL)
                ORDER BY due_at, rowid LIMIT @limit)
            RETURNING {UrlColumns}
            """,
            "@lease", "@crawl", "@host", "@now", "@stored", "@limit").Bind(
                leaseId, crawlId, host, Now, storedOnly ? 1 : 0, limit),
        ReadUrl));

    public ValueTask<FrontierUrl?> ClaimSitemapAsync(Guid crawlId, string host, Guid leaseId) => new(ReadOne(
        transaction.Statement(
            $"""
            UPDATE urls SET leased_from = state, state = 'Leased', lease_id = @lease
            WHERE rowid = (
                SELECT rowid FROM urls INDEXED BY ix_urls_sitemaps
                WHERE crawl_id = @crawl AND host = @host AND due_at <= @now AND due_at IS NOT NULL AND lease_id IS
                NULL AND solo = 0 AND kind = 'Sitemap'
                ORDER BY due_at, rowid LIMIT 1)
            RETURNING {UrlColumns}
            """,
            "@lease", "@crawl", "@host", "@now").Bind(leaseId, crawlId, host, Now),
        ReadUrl));

    public ValueTask<FrontierUrl?> ClaimOneAsync(Guid crawlId, byte[] urlKey, Guid leaseId) => new(ReadOne(
        transaction.Statement(
            $"""
            UPDATE urls SET leased_from = state, state = 'Leased', lease_id = @lease
            WHERE crawl_id = @crawl AND url_key = @key AND lease_id IS NULL AND due_at <= @now
            RETURNING {UrlColumns}
            """,
            "@lease", "@crawl", "@key", "@now").Bind(leaseId, crawlId, urlKey, Now),
        ReadUrl));

    public ValueTask<bool> AnySoloUrlAsync() => new(Exists(
        transaction.Statement(
            "SELECT 1 FROM urls WHERE solo = 1 AND due_at IS NOT NULL AND lease_id IS NULL LIMIT 1")));

    public ValueTask<bool> AnySoloUrlAsync(Guid crawlId) => new(Exists(
        transaction.Statement(
            "SELECT 1 FROM urls WHERE crawl_id = @crawl AND solo = 1 AND due_at IS NOT NULL AND lease_id IS NULL LIMIT 1",
            "@crawl").Bind(crawlId)));

    public ValueTask<bool> AnySoloUrlAsync(Guid crawlId, string host) => new(Exists(
        transaction.Statement(
            """
            SELECT 1 FROM urls
            WHERE crawl_id = @crawl AND host = @host AND solo = 1 AND due_at IS NOT NULL AND lease_id IS NULL LIMIT 1
            """,
            "@crawl", "@host").Bind(crawlId, host)));

    public ValueTask<IReadOnlyList<FrontierUrl>> SoloUrlsAsync(Guid crawlId, int limit) => new(ReadAll(
        transaction.Statement(
            $"""
            SELECT {UrlColumns} FROM urls
            WHERE crawl_id = @crawl AND solo = 1 AND due_at <= @now AND lease_id IS NULL
            ORDER BY crashes, due_at LIMIT @limit
            """,
            "@crawl", "@now", "@limit").Bind(crawlId, Now, limit),
        ReadUrl));

    public ValueTask<IReadOnlyList<FrontierUrl>> LeasedUrlsAsync(Guid leaseId) => new(ReadAll(
        transaction.Statement($"SELECT {UrlColumns} FROM urls WHERE lease_id = @lease", "@lease").Bind(
            leaseId), ReadUrl));

    public ValueTask<IReadOnlyList<UrlBackground>> BackgroundsAsync(Guid leaseId) => new(ReadAll(
        transaction.Statement(Backgrounds + " AND u.lease_id = @lease", "@lease").Bind(leaseId),
        ReadBackground));

    public ValueTask SaveUrlsAsync(IReadOnlyList<FrontierUrl> urls)
    {
        var command = transaction.Statement(
            """
            UPDATE urls SET url = @url, host = @host, hops = @hops, discovery_path = @path, state = @state,
            leased_from = @leased_from,
                reason = @reason, attempts = @attempts, crashes = @crashes, solo = @solo, due_at = @due_at,
                lease_id = @lease,
                last_seq = @last_seq, digest = @digest, etag = @etag, last_modified = @last_modified,
                http_status = @status,
                fetched_at = @fetched_at
            WHERE crawl_id = @crawl AND url_key = @key
            """,
            "@url", "@host", "@hops", "@path", "@state", "@leased_from", "@reason", "@attempts", "@crashes", "@solo",
            "@due_at", "@lease",
            "@last_seq", "@digest", "@etag", "@last_modified", "@status", "@fetched_at", "@crawl", "@key");
        foreach (var url in urls)
        {
            command.Bind(
                url.Url, url.Host, url.Hops, url.DiscoveryPath, url.State, url.LeasedFrom, url.Reason, url.Attempts,
                url.Crashes, url.Solo,
                url.DueAt, url.LeaseId, url.LastSeq, url.Digest, url.ETag, url.LastModified, url.HttpStatus,
                url.FetchedAt, url.CrawlId,
                url.UrlKey).ExecuteNonQuery();
        }

        return default;
    }

    public ValueTask AddFetchesAsync(IReadOnlyList<Fetch> fetches)
    {
        var command = transaction.Statement(
            """
            INSERT INTO fetches (crawl_id, seq, url_key, unchanged, http_status, content_type, body_bytes, digest,
            title, no_index,
                fetched_at, duration, archive_file, archive_offset, archive_length, payload_digest, original_seq)
            VALUES (@crawl, @seq, @key, @unchanged, @status, @type, @bytes, @digest, @title, @no_index, @fetched_at,
            @duration, @file,
                @offset, @length, @payload, @original)
            """,
            "@crawl", "@seq", "@key", "@unchanged", "@status", "@type", "@bytes", "@digest", "@title", "@no_index",
            "@fetched_at",
            "@duration", "@file", "@offset", "@length", "@payload", "@original");
        foreach (var fetch in fetches)
        {
            command.Bind(
                fetch.CrawlId, fetch.Seq, fetch.UrlKey, fetch.Unchanged, fetch.HttpStatus, fetch.ContentType,
                fetch.BodyBytes, fetch.Digest,
                fetch.Title, fetch.NoIndex, fetch.FetchedAt, fetch.Duration, fetch.ArchiveFile, fetch.ArchiveOffset,
                fetch.ArchiveLength, fetch.PayloadDigest, fetch.OriginalSeq)
                .ExecuteNonQuery();
        }

        return default;
    }

    public ValueTask<Retired> RetireQueuedAsync(
        Guid crawlId, string? host, UrlReason reason, int limit, bool unstoredOnly)
    {
        // Two statements, because URLs that must be leased alone stand outside the index of the due ones.
        var kinds = Retire(crawlId, host, reason, limit, unstoredOnly, solo: false);
        if (kinds.Count < limit)
        {
            kinds.AddRange(Retire(crawlId, host, reason, limit - kinds.Count, unstoredOnly, solo: true));
        }

        var sitemaps = kinds.Count(kind => kind == UrlKind.Sitemap);
        return new(new Retired(kinds.Count - sitemaps, sitemaps));
    }

    public ValueTask ForgetDueAsync(Guid crawlId, string? host)
    {
        Forget(crawlId, host, solo: false);
        Forget(crawlId, host, solo: true);
        transaction.Statement(
            $"UPDATE host_queues SET next_due_at = NULL, ready_at = NULL WHERE crawl_id = @crawl{(host is null ? "" : " AND host = @host")}",
            "@crawl", "@host").Bind(crawlId, host).ExecuteNonQuery();
        return default;
    }

    /// <summary>
    /// Most links lead to what is known, so the key is looked up before anything else is bound. Depths of URLs out of
    /// scope come inverted, as negative numbers.
    /// </summary>
    private Admission Admit(Candidate candidate)
    {
        var row = candidate.Row;
        var found = transaction.Statement(
            """
            SELECT CASE reason WHEN 'OutOfScope' THEN ~depth ELSE depth END FROM urls
            WHERE crawl_id = @crawl AND url_key = @key
            """,
            "@crawl", "@key").Bind(row.CrawlId, row.UrlKey).ExecuteScalar();
        if (found is not long known)
        {
            Insert(row);
            return new Admission(IsNew: true, RevivedFrom: null);
        }

        if (known < 0 && candidate.MayRevive)
        {
            // Another spelling of the same URL, or the same URL before the scope was widened, was out of scope.
            Revive(row);
            return new Admission(IsNew: false, UrlReason.OutOfScope);
        }

        return (known < 0 ? ~known : known) > row.Depth ? Shorten(candidate) : default;
    }

    private void Insert(FrontierUrl row) => transaction.Statement(
        """
        INSERT INTO urls (crawl_id, url_key, url, kind, host, depth, hops, discovery_path, referrer_key, state,
        reason, reason_detail, attempts, crashes,
            solo, due_at, discovered_at)
        VALUES (@crawl, @key, @url, @kind, @host, @depth, @hops, @path, @referrer, @state, @reason, @detail, 0, 0, 0,
        @due_at, @now)
        """,
        "@crawl", "@key", "@url", "@kind", "@host", "@depth", "@hops", "@path", "@referrer", "@state", "@reason",
        "@detail", "@due_at", "@now")
        .Bind(
            row.CrawlId, row.UrlKey, row.Url, row.Kind, row.Host, row.Depth, row.Hops, row.DiscoveryPath,
            row.ReferrerKey, row.State,
            row.Reason, row.ReasonDetail, row.DueAt, row.DiscoveredAt)
        .ExecuteNonQuery();

    /// <summary>Depth is the smallest seen; a URL that was too deep and is no longer is queued.</summary>
    private Admission Shorten(Candidate candidate)
    {
        var row = candidate.Row;
        var reason = transaction.Statement(
            """
            UPDATE urls SET depth = @depth, discovery_path = @path, referrer_key = @referrer
            WHERE crawl_id = @crawl AND url_key = @key
            RETURNING reason
            """,
            "@depth", "@path", "@referrer", "@crawl", "@key")
            .Bind(row.Depth, row.DiscoveryPath, row.ReferrerKey, row.CrawlId, row.UrlKey).ExecuteScalar();
        if (!candidate.MayRevive || reason is not nameof(UrlReason.DepthLimit))
        {
            return default;
        }

        Revive(row);
        return new Admission(IsNew: false, UrlReason.DepthLimit);
    }

    /// <summary>A skipped URL waits after all, as it was found this time.</summary>
    private void Revive(FrontierUrl row) => transaction.Statement(
        """
        UPDATE urls SET url = @url, host = @host, depth = @depth, discovery_path = @path, referrer_key = @referrer,
            state = 'Queued', reason = NULL, due_at = @now
        WHERE crawl_id = @crawl AND url_key = @key
        """,
        "@url", "@host", "@depth", "@path", "@referrer", "@now", "@crawl", "@key")
        .Bind(row.Url, row.Host, row.Depth, row.DiscoveryPath, row.ReferrerKey, Now, row.CrawlId, row.UrlKey)
        .ExecuteNonQuery();

    private List<UrlKind> Retire(
        Guid crawlId, string? host, UrlReason reason, int limit, bool unstoredOnly, bool solo) => ReadAll(
        transaction.Statement(
        $"""
        UPDATE urls SET state = @state, reason = @reason, due_at = NULL, solo = 0
        WHERE rowid IN (
            SELECT rowid FROM urls
            WHERE crawl_id = @crawl {(host is null ? "" : "AND host = @host")} AND due_at IS NOT NULL AND lease_id IS
            NULL
                AND solo = {(solo ? 1 : 0)} AND state = 'Queued' {(unstoredOnly ? "AND last_seq IS NULL" : "")}
            LIMIT @limit)
        RETURNING kind
        """,
        "@state", "@reason", "@crawl", "@limit", "@host")
        .Bind(UrlReasons.StateOf(reason), reason, crawlId, limit, host),
        reader => reader.GetEnum<UrlKind>(0));

    private void Forget(Guid crawlId, string? host, bool solo) => transaction.Statement(
        $"""
        UPDATE urls SET due_at = NULL
        WHERE crawl_id = @crawl {(host is null ? "" : "AND host = @host")} AND due_at IS NOT NULL AND lease_id IS NULL
            AND solo = {(solo ? 1 : 0)}
        """,
        "@crawl", "@host").Bind(crawlId, host).ExecuteNonQuery();
}
