using Crawler.Persistence;
using Crawler.Persistence.Frontier;

using Npgsql;

namespace Crawler.Scheduler.Frontier.PostgreSql;

/// <content>
/// Admission: what is known is read first, because most links lead to it, and then each kind of change is one
/// statement.
/// </content>
internal sealed partial class PostgreSqlFrontierTransaction
{
    public async ValueTask<IReadOnlyList<Admission>> AdmitAsync(IReadOnlyList<Candidate> candidates)
    {
        var admissions = new Admission[candidates.Count];
        if (candidates.Count == 0)
        {
            return admissions;
        }

        var crawlId = candidates[0].Row.CrawlId;
        var known = await KnownAsync(crawlId, candidates);
        var (added, revived, shortened) = (
            new List<FrontierUrl>(), new List<FrontierUrl>(), new List<FrontierUrl>());
        for (var i = 0; i < admissions.Length; i++)
        {
            var row = candidates[i].Row;
            var isShorter = false;
            if (known[i] is not { } old)
            {
                admissions[i] = new Admission(IsNew: true, RevivedFrom: null);
                added.Add(row);
            }
            else if (candidates[i].MayRevive && old.Reason == UrlReason.OutOfScope)
            {
                // Another spelling of the same URL, or the same URL before the scope was widened, was out of scope.
                admissions[i] = new Admission(IsNew: false, old.Reason);
                revived.Add(row);
            }
            else if ((isShorter = old.Depth > row.Depth)
                && candidates[i].MayRevive && old.Reason == UrlReason.DepthLimit)
            {
                // Depth is the smallest seen; a URL that was too deep and is no longer is queued.
                admissions[i] = new Admission(IsNew: false, old.Reason);
                revived.Add(row);
            }
            else if (isShorter)
            {
                shortened.Add(row);
            }
        }

        await InsertAsync(crawlId, added);
        await ReviveAsync(crawlId, revived);
        await ShortenAsync(crawlId, shortened);
        return admissions;
    }

    private static Known ReadKnown(NpgsqlDataReader reader) =>
        new(reader.GetInt32(1), reader.GetEnumOrNull<UrlReason>(2));

    private async ValueTask<Known?[]> KnownAsync(Guid crawlId, IReadOnlyList<Candidate> candidates)
    {
        var known = new Known?[candidates.Count];
        var rows = await transaction.Statement(
            """
            SELECT candidate.ordinal, urls.depth, urls.reason
            FROM unnest($2) WITH ORDINALITY AS candidate (url_key, ordinal)
            JOIN urls ON urls.crawl_id = $1 AND urls.url_key = candidate.url_key
            """)
            .Id(crawlId)
            .Keys(candidates.Select(candidate => candidate.Row.UrlKey))
            .ReadAllAsync(reader => (Index: (int)reader.GetInt64(0) - 1, Known: ReadKnown(reader)));
        foreach (var row in rows)
        {
            known[row.Index] = row.Known;
        }

        return known;
    }

    /// <summary>Adds rows in the order in which they were found: the next batch takes them so.</summary>
    private async ValueTask InsertAsync(Guid crawlId, List<FrontierUrl> rows) => await transaction.Statement(
        """
        INSERT INTO urls (crawl_id, url_key, url, kind, host, depth, hops, discovery_path, referrer_key, state,
            reason, reason_detail, attempts, crashes, solo, due_at, discovered_at)
        SELECT $1, new.url_key, new.url, new.kind, new.host, new.depth, new.hops, new.discovery_path,
            new.referrer_key, new.state, new.reason, new.reason_detail, 0, 0, false, new.due_at, new.discovered_at
        FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) WITH ORDINALITY
            AS new (url_key, url, kind, host, depth, hops, discovery_path, referrer_key, state, reason,
            reason_detail, due_at, discovered_at, ordinal)
        ORDER BY new.ordinal
        """)
        .Id(crawlId).Each(rows)
        .Keys(row => row.UrlKey)
        .Texts(row => row.Url)
        .Names(row => row.Kind)
        .Texts(row => row.Host)
        .Numbers(row => row.Depth)
        .Numbers(row => row.Hops)
        .Texts(row => row.DiscoveryPath)
        .Keys(row => row.ReferrerKey)
        .Names(row => row.State)
        .Names(row => row.Reason)
        .Texts(row => row.ReasonDetail)
        .Times(row => row.DueAt)
        .Times(row => row.DiscoveredAt)
        .RunAsync();

    /// <summary>Skipped URLs wait after all, as they were found this time.</summary>
    private async ValueTask ReviveAsync(Guid crawlId, List<FrontierUrl> rows) => await transaction.Statement(
        """
        UPDATE urls SET url = new.url, host = new.host, depth = new.depth, discovery_path = new.discovery_path,
            referrer_key = new.referrer_key, state = 'Queued', reason = NULL, due_at = $2
        FROM unnest($3, $4, $5, $6, $7, $8)
            AS new (url_key, url, host, depth, discovery_path, referrer_key)
        WHERE urls.crawl_id = $1 AND urls.url_key = new.url_key
        """)
        .Id(crawlId).Time(Now).Each(rows)
        .Keys(row => row.UrlKey)
        .Texts(row => row.Url)
        .Texts(row => row.Host)
        .Numbers(row => row.Depth)
        .Texts(row => row.DiscoveryPath)
        .Keys(row => row.ReferrerKey)
        .RunAsync();

    private async ValueTask ShortenAsync(Guid crawlId, List<FrontierUrl> rows) => await transaction.Statement(
        """
        UPDATE urls SET depth = new.depth, discovery_path = new.discovery_path, referrer_key = new.referrer_key
        FROM unnest($2, $3, $4, $5) AS new (url_key, depth, discovery_path, referrer_key)
        WHERE urls.crawl_id = $1 AND urls.url_key = new.url_key
        """)
        .Id(crawlId).Each(rows)
        .Keys(row => row.UrlKey)
        .Numbers(row => row.Depth)
        .Texts(row => row.DiscoveryPath)
        .Keys(row => row.ReferrerKey)
        .RunAsync();

    private sealed record Known(int Depth, UrlReason? Reason);
}
