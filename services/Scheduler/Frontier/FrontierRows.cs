using System.Data.Common;

using Crawler.Contracts.V1.Crawls;
using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence;
using Crawler.Persistence.Crawls;
using Crawler.Persistence.Frontier;

namespace Crawler.Scheduler.Frontier;

/// <summary>The frontier's rows as they are read: lists of columns, and what is made of each.</summary>
/// <remarks>
/// Columns are read by their place in the list that stands above the method. The type parameter is a struct, so that
/// the code for each database is compiled for it.
/// </remarks>
internal static class FrontierRows<TTimes>
    where TTimes : struct, IStoredTimes
{
    public const string Head = "SELECT correlation_id, current_state, end_reason, row_version, weight FROM crawls ";

    public static CrawlHead ReadHead(DbDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), reader.GetEnumOrNull<EndReason>(2), reader.GetInt32(3),
        reader.GetInt32(4));

    public const string CounterColumns =
        """
        discovered, queued, leased, fetched, unchanged, redirected, skipped, failed, gone, stored, reserved, bytes,
        last_seq, reasons, sitemaps, scope_additions, seeds_admitted_at, last_activity_at, limit_reported, indexed_seq
        """;

    public const string Counters = $"SELECT {CounterColumns}, crawl_id FROM crawl_counters";

    public static CrawlCounters ReadCounters(DbDataReader reader) => new()
    {
        Discovered = reader.GetInt64(0),
        Queued = reader.GetInt64(1),
        Leased = reader.GetInt64(2),
        Fetched = reader.GetInt64(3),
        Unchanged = reader.GetInt64(4),
        Redirected = reader.GetInt64(5),
        Skipped = reader.GetInt64(6),
        Failed = reader.GetInt64(7),
        Gone = reader.GetInt64(8),
        Stored = reader.GetInt64(9),
        Reserved = reader.GetInt64(10),
        Bytes = reader.GetInt64(11),
        LastSeq = reader.GetInt64(12),
        Reasons = reader.GetString(13),
        Sitemaps = reader.GetString(14),
        ScopeAdditions = reader.GetString(15),
        SeedsAdmittedAt = TimeOrNull(reader, 16),
        LastActivityAt = TTimes.Time(reader, 17),
        LimitReported = reader.GetTextOrNull(18),
        IndexedSeq = reader.GetInt64(19),
        CrawlId = reader.GetGuid(20),
    };

    public const string LostSubmissions =
        """
        SELECT crawl_id, spec, submitted_at FROM submissions
        WHERE NOT EXISTS (SELECT 1 FROM crawls WHERE correlation_id = crawl_id)
        """;

    public static Submission ReadSubmission(DbDataReader reader) => new()
    {
        CrawlId = reader.GetGuid(0),
        Spec = reader.GetString(1),
        SubmittedAt = TTimes.Time(reader, 2),
    };

    public const string Host =
        """
        SELECT host, last_start_at, floor_interval, blocked_until, block_reason, unavailable_since, refusals,
            response_time
        FROM hosts
        """;

    public static HostLedger ReadHost(DbDataReader reader) => new()
    {
        Host = reader.GetString(0),
        LastStartAt = TimeOrNull(reader, 1),
        FloorInterval = TTimes.Duration(reader, 2),
        BlockedUntil = TimeOrNull(reader, 3),
        BlockReason = reader.GetEnumOrNull<UrlReason>(4),
        UnavailableSince = TimeOrNull(reader, 5),
        Refusals = reader.GetInt32(6),
        ResponseTime = reader.IsDBNull(7) ? null : TTimes.Duration(reader, 7),
    };

    public const string RobotsColumns = "origin, host, access, http_status, text, fetched_at, expires_at";

    public static RobotsRecord ReadRobots(DbDataReader reader) => new()
    {
        Origin = reader.GetString(0),
        Host = reader.GetString(1),
        Access = reader.GetEnum<RobotsAccess>(2),
        HttpStatus = reader.GetNumberOrNull(3),
        Text = reader.GetTextOrNull(4),
        FetchedAt = TTimes.Time(reader, 5),
        ExpiresAt = TTimes.Time(reader, 6),
    };

    public const string Queue =
        """
        SELECT crawl_id, host, next_due_at, ready_at, interval, per_host, failures_in_row, given_up, last_leased_at,
            last_was_sitemap, has_http_sitemaps, has_https_sitemaps
        FROM host_queues
        """;

    public static HostQueue ReadQueue(DbDataReader reader) => new()
    {
        CrawlId = reader.GetGuid(0),
        Host = reader.GetString(1),
        NextDueAt = TimeOrNull(reader, 2),
        ReadyAt = TimeOrNull(reader, 3),
        Interval = TTimes.Duration(reader, 4),
        PerHost = reader.GetInt32(5),
        FailuresInRow = reader.GetInt32(6),
        GivenUp = reader.GetEnumOrNull<UrlReason>(7),
        LastLeasedAt = TimeOrNull(reader, 8),
        LastWasSitemap = reader.GetBoolean(9),
        HasHttpSitemaps = reader.GetBoolean(10),
        HasHttpsSitemaps = reader.GetBoolean(11),
    };

    public const string LeaseColumns =
        "lease_id, crawl_id, host, downloader, connections, solo, leased_at, leased_until";

    public static Lease ReadLease(DbDataReader reader) => new()
    {
        LeaseId = reader.GetGuid(0),
        CrawlId = reader.GetGuid(1),
        Host = reader.GetString(2),
        Downloader = reader.GetTextOrNull(3),
        Connections = reader.GetInt32(4),
        Solo = reader.GetBoolean(5),
        LeasedAt = TTimes.Time(reader, 6),
        LeasedUntil = TTimes.Time(reader, 7),
    };

    public const string SuspicionColumns = "crawl_id, shape, host, rule, admitted, skipped, example";

    public static TrapSuspicion ReadSuspicion(DbDataReader reader) => new()
    {
        CrawlId = reader.GetGuid(0),
        Shape = reader.GetBytes(1),
        Host = reader.GetString(2),
        Rule = reader.GetString(3),
        Admitted = reader.GetInt64(4),
        Skipped = reader.GetInt64(5),
        Example = reader.GetTextOrNull(6),
    };

    public const string UrlColumns =
        """
        crawl_id, url_key, url, kind, host, depth, hops, discovery_path, state, leased_from, reason, attempts, crashes,
        solo, due_at, lease_id, last_seq, digest, etag, last_modified, http_status, fetched_at
        """;

    public static FrontierUrl ReadUrl(DbDataReader reader) => new()
    {
        CrawlId = reader.GetGuid(0),
        UrlKey = reader.GetBytes(1),
        Url = reader.GetString(2),
        Kind = reader.GetEnum<UrlKind>(3),
        Host = reader.GetString(4),
        Depth = reader.GetInt32(5),
        Hops = reader.GetInt32(6),
        DiscoveryPath = reader.GetString(7),
        State = reader.GetEnum<UrlState>(8),
        LeasedFrom = reader.GetEnumOrNull<UrlState>(9),
        Reason = reader.GetEnumOrNull<UrlReason>(10),
        Attempts = reader.GetInt32(11),
        Crashes = reader.GetInt32(12),
        Solo = reader.GetBoolean(13),
        DueAt = TimeOrNull(reader, 14),
        LeaseId = reader.GetIdOrNull(15),
        LastSeq = reader.GetLongOrNull(16),
        Digest = reader.GetTextOrNull(17),
        ETag = reader.GetTextOrNull(18),
        LastModified = reader.GetTextOrNull(19),
        HttpStatus = reader.GetNumberOrNull(20),
        FetchedAt = TimeOrNull(reader, 21),
    };

    public const string UrlColumnsWithReferrer = UrlColumns + ", referrer_key";

    public static FrontierUrl ReadUrlWithReferrer(DbDataReader reader)
    {
        var url = ReadUrl(reader);
        url.ReferrerKey = reader.GetBytesOrNull(22);
        return url;
    }

    public const string Backgrounds =
        """
        SELECT u.url_key, p.url, o.seq, o.digest, o.archive_file, o.archive_offset, o.archive_length
        FROM urls u
        LEFT JOIN urls p ON p.crawl_id = u.crawl_id AND p.url_key = u.referrer_key
        LEFT JOIN fetches f ON f.crawl_id = u.crawl_id AND f.seq = u.last_seq
        LEFT JOIN fetches o ON o.crawl_id = f.crawl_id AND o.seq = coalesce(f.original_seq, f.seq)
            AND o.archive_file IS NOT NULL AND o.digest IS NOT NULL
        WHERE (p.url IS NOT NULL OR o.seq IS NOT NULL)
        """;

    public static UrlBackground ReadBackground(DbDataReader reader) => new(
        reader.GetBytes(0),
        reader.GetTextOrNull(1),
        reader.IsDBNull(2)
            ? null
            : new OriginalResponse
            {
                Seq = reader.GetInt64(2),
                Digest = reader.GetString(3),
                Archive = new ArchiveLocation
                {
                    File = reader.GetString(4),
                    Offset = reader.GetInt64(5),
                    Length = reader.GetInt64(6),
                },
            });

    public static DateTimeOffset? TimeOrNull(DbDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : TTimes.Time(reader, ordinal);
}
