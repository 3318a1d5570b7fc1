using System.Data.Common;
using System.Text.Json;

using Microsoft.Data.Sqlite;

using Shouldly;

namespace Crawler.TestKit.Hosts;

/// <summary>
/// The only crawl of a database as its rows say it is, read by SQL that shares nothing with the code that wrote them.
/// </summary>
public sealed class StoredCrawl
{
    private const string Urls =
        "SELECT url, CASE WHEN reason IS NULL THEN state ELSE state || '(' || reason || ')' END FROM urls WHERE kind = 'Page'";

    private static readonly string[] CountedStates =
        ["queued", "leased", "fetched", "unchanged", "redirected", "skipped", "failed", "gone"];

    private StoredCrawl(DbConnection connection)
    {
        State = (string)Rows(connection, "SELECT current_state FROM crawls").Single()[0];
        EndReason = Rows(connection, "SELECT end_reason FROM crawls").Single()[0] as string;
        Pages =
        [
            .. Rows(connection, "SELECT seq, url FROM fetches JOIN urls USING (crawl_id, url_key) ORDER BY seq")
                .Select(row => ((long)row[0], (string)row[1])),
        ];
        UrlStates = Rows(connection, Urls).ToDictionary(row => (string)row[0], row => (string)row[1], StringComparer.Ordinal);
        RowsByState = RowsOf(connection, "Page");
        SitemapsByState = RowsOf(connection, "Sitemap");
        SitemapCounters = JsonSerializer.Deserialize<Dictionary<string, long>>(
            (string)Rows(connection, "SELECT lower(sitemaps) FROM crawl_counters").Single()[0])!;
        Counters = CountersOf(connection);
        Leases = (long)Rows(connection, "SELECT count(*) FROM leases").Single()[0];
        BodyBytes = (long)Rows(connection, "SELECT CAST(coalesce(sum(body_bytes), 0) AS bigint) FROM fetches").Single()[0];
    }

    public string State { get; }

    public string? EndReason { get; }

    /// <summary>Number and URL of every stored page, by number.</summary>
    public IReadOnlyList<(long Seq, string Url)> Pages { get; }

    /// <summary>By URL: <c>Fetched</c>, <c>Failed(Timeout)</c>.</summary>
    public IReadOnlyDictionary<string, string> UrlStates { get; }

    private Dictionary<string, long> RowsByState { get; }

    private Dictionary<string, long> SitemapsByState { get; }

    private Dictionary<string, long> SitemapCounters { get; }

    private Dictionary<string, long> Counters { get; }

    private long Leases { get; }

    private long BodyBytes { get; }

    public static StoredCrawl Read(DbConnection connection) => new(connection);

    public static StoredCrawl Read(string databaseFile)
    {
        using var connection = new SqliteConnection($"Data Source={databaseFile};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return new StoredCrawl(connection);
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

    private static Dictionary<string, long> RowsOf(DbConnection connection, string kind) =>
        Rows(connection, $"SELECT lower(state), count(*) FROM urls WHERE kind = '{kind}' GROUP BY state")
            .ToDictionary(row => (string)row[0], row => (long)row[1], StringComparer.Ordinal);

    private static Dictionary<string, long> CountersOf(DbConnection connection)
    {
        string[] names = [.. CountedStates, "discovered", "stored", "reserved", "bytes", "last_seq"];
        var row = Rows(connection, $"SELECT {string.Join(", ", names)} FROM crawl_counters").Single();
        return names.Zip(row).ToDictionary(pair => pair.First, pair => (long)pair.Second, StringComparer.Ordinal);
    }

    private static List<object[]> Rows(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }
}
