using System.Data.Common;
using System.Text.Json;

using Crawler.TestKit.Databases;

using Microsoft.Data.Sqlite;

using Shouldly;

namespace Crawler.TestKit.Hosts;

/// <summary>
/// A crawl of a database as its rows say it is, read by SQL that shares nothing with the code that wrote them.
/// </summary>
public sealed class StoredCrawl
{
    private const string Urls =
        "SELECT url, CASE WHEN reason IS NULL THEN state ELSE state || '(' || reason || ')' END FROM urls "
        + "WHERE kind = @kind AND crawl_id = @crawl";

    private static readonly string[] CountedStates =
        ["queued", "leased", "fetched", "unchanged", "redirected", "skipped", "failed", "gone"];

    private readonly DbConnection _connection;
    private readonly object _id;

    private StoredCrawl(DbConnection connection, Guid? id)
    {
        _connection = connection;
        _id = id switch
        {
            null => connection.QueryAll("SELECT correlation_id FROM crawls").Single()[0],
            { } given when connection is SqliteConnection => given.ToByteArray(),
            { } given => given,
        };
        var crawl = Rows("SELECT current_state, end_reason FROM crawls WHERE correlation_id = @crawl").Single();
        State = (string)crawl[0];
        EndReason = crawl[1] as string;
        Pages =
        [
            .. Rows("SELECT seq, url FROM fetches JOIN urls USING (crawl_id, url_key) WHERE crawl_id = @crawl ORDER BY seq")
                .Select(row => ((long)row[0], (string)row[1])),
        ];
        UrlStates = StatesOf("Page");
        SitemapStates = StatesOf("Sitemap");
        RowsByState = RowsOf("Page");
        SitemapsByState = RowsOf("Sitemap");
        SitemapCounters = JsonSerializer.Deserialize<Dictionary<string, long>>(
            (string)Rows("SELECT lower(sitemaps) FROM crawl_counters WHERE crawl_id = @crawl").Single()[0])!;
        Counters = ReadCounters();
        Leases = Number("SELECT count(*) FROM leases WHERE crawl_id = @crawl");
        BodyBytes = Number("SELECT CAST(coalesce(sum(body_bytes), 0) AS bigint) FROM fetches WHERE crawl_id = @crawl");
        Attempts = Number("SELECT CAST(coalesce(sum(attempts), 0) AS bigint) FROM urls WHERE crawl_id = @crawl");
        Crashes = Number("SELECT CAST(coalesce(sum(crashes), 0) AS bigint) FROM urls WHERE crawl_id = @crawl");
    }

    public string State { get; }

    public string? EndReason { get; }

    /// <summary>Number and URL of every stored page, by number.</summary>
    public IReadOnlyList<(long Seq, string Url)> Pages { get; }

    /// <summary>By URL: <c>Fetched</c>, <c>Failed(Timeout)</c>.</summary>
    public IReadOnlyDictionary<string, string> UrlStates { get; }

    /// <summary>The same of its sitemaps.</summary>
    public IReadOnlyDictionary<string, string> SitemapStates { get; }

    /// <summary>Failed attempts over all URLs.</summary>
    public long Attempts { get; }

    /// <summary>Processes that died over a URL alone, over all URLs.</summary>
    public long Crashes { get; }

    private Dictionary<string, long> RowsByState { get; }

    private Dictionary<string, long> SitemapsByState { get; }

    private Dictionary<string, long> SitemapCounters { get; }

    private Dictionary<string, long> Counters { get; }

    private long Leases { get; }

    private long BodyBytes { get; }

    /// <summary>Reads a crawl; without an id the only one.</summary>
    public static StoredCrawl Read(DbConnection connection, Guid? id = null) => new(connection, id);

    public static StoredCrawl Read(string databaseFile)
    {
        using var connection = new SqliteConnection($"Data Source={databaseFile};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return new StoredCrawl(connection, id: null);
    }

    /// <summary>
    /// A crawl that has ended: nothing is under way, each page is stored once, the counters are what the rows say.
    /// </summary>
    public void ShouldBeWhole()
    {
        Pages.Select(page => page.Seq).ShouldBe(Enumerable.Range(1, Pages.Count).Select(seq => (long)seq));
        Pages.Select(page => page.Url).ShouldBeUnique();
        Leases.ShouldBe(0);
        RowsByState.Keys.Concat(SitemapsByState.Keys).ShouldNotContain("queued");
        RowsByState.Keys.Concat(SitemapsByState.Keys).ShouldNotContain("leased");
        SitemapCounters.ShouldBe(SitemapsByState, ignoreOrder: true);
        foreach (var state in CountedStates)
        {
            Counters[state].ShouldBe(RowsByState.GetValueOrDefault(state), $"The counter of {state} is not what the rows say.");
        }

        Counters["discovered"].ShouldBe(UrlStates.Count);
        Counters["stored"].ShouldBe(Pages.Count);
        Counters["last_seq"].ShouldBe(Pages.Count);
        Counters["reserved"].ShouldBe(0);
        Counters["bytes"].ShouldBe(BodyBytes);
    }

    private Dictionary<string, long> RowsOf(string kind) =>
        Rows($"SELECT lower(state), count(*) FROM urls WHERE kind = '{kind}' AND crawl_id = @crawl GROUP BY state")
            .ToDictionary(row => (string)row[0], row => (long)row[1], StringComparer.Ordinal);

    private Dictionary<string, string> StatesOf(string kind) =>
        _connection.QueryAll(Urls, ("crawl", _id), ("kind", kind))
            .ToDictionary(row => (string)row[0], row => (string)row[1], StringComparer.Ordinal);

    private Dictionary<string, long> ReadCounters()
    {
        string[] names = [.. CountedStates, "discovered", "stored", "reserved", "bytes", "last_seq"];
        var row = Rows($"SELECT {string.Join(", ", names)} FROM crawl_counters WHERE crawl_id = @crawl").Single();
        return names.Zip(row).ToDictionary(pair => pair.First, pair => (long)pair.Second, StringComparer.Ordinal);
    }

    private long Number(string sql) => (long)Rows(sql).Single()[0];

    private IReadOnlyList<object[]> Rows(string sql) => _connection.QueryAll(sql, ("crawl", _id));
}
