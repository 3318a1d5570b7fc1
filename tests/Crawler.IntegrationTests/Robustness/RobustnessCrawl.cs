using Crawler.Contracts.V1.Crawls;
using Crawler.Downloader.Fetching;
using Crawler.TestKit.Cases;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using Xunit.Abstractions;

namespace Crawler.IntegrationTests.Robustness;

/// <summary>Runs all scenarios of an area as one real crawl over real sockets, and asserts on each.</summary>
internal static class RobustnessCrawl
{
    public const string File = "http-robustness.json";

    /// <summary>Limits of the crawl over endless sites.</summary>
    public const int MostPages = 200;

    public const int MostDepth = 6;

    private const string ElsewhereTitle = "Another host";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly string[] ShortWaits =
    [
        "Frontier:RequestTimeout=5s", "Downloader:FirstByteTimeout=3s", "Downloader:ConnectTimeout=3s",
        "Frontier:MaxHostWait=1s",
    ];

    /// <summary>
    /// The file's rows drive: each of the area needs a scenario. Scenarios beyond the file's rows run as well. Those of
    /// <paramref name="endless"/> run in a crawl of their own, which has limits.
    /// </summary>
    public static async Task RunAsync(
        string area,
        IReadOnlyDictionary<string, Action<Scenario>> table,
        ITestOutputHelper output,
        long maxBytes,
        IReadOnlyDictionary<string, Action<Scenario>>? endless = null)
    {
        using var cases = CaseFiles.Json("http", File);
        var rows = cases.RootElement.GetProperty("cases").EnumerateArray()
            .Where(row => row.GetProperty("area").GetString() == area)
            .Select(row => row.GetProperty("id").GetString()!)
            .ToHashSet(StringComparer.Ordinal);
        var content = new ContentSpec { MaxBytes = maxBytes };
        var differences = await DifferencesAsync(table, spec => spec with { Content = content });
        var known = table.Keys.Concat(endless?.Keys ?? []).ToHashSet(StringComparer.Ordinal);
        if (endless is not null)
        {
            foreach (var (id, difference) in await DifferencesAsync(
                endless, spec => spec.Limited(MostPages, MostDepth) with { Content = content }))
            {
                differences.Add(id, difference);
            }
        }

        var tally = new CaseTally($"http/{File}");
        foreach (var id in rows)
        {
            tally.Add(id, known.Contains(id) ? differences.GetValueOrDefault(id) : "has no scenario", area);
        }

        var others = differences.Where(pair => !rows.Contains(pair.Key)).Select(pair => $"{pair.Key}: {pair.Value}");
        tally.Report(output).Concat(others).ShouldBeEmpty();
    }

    private static async Task<Dictionary<string, string>> DifferencesAsync(
        IReadOnlyDictionary<string, Action<Scenario>> table, Func<CrawlSpec, CrawlSpec> limit)
    {
        using var web = new ScenarioWeb();
        await using var hub = new RawHost();
        await using var elsewhere = new RawHost();
        var scenarios = new List<Scenario>();
        try
        {
            foreach (var (id, describe) in table)
            {
                var scenario = new Scenario(id, web);
                scenarios.Add(scenario);
                describe(scenario);
                if (scenario.HasAfter)
                {
                    scenario.On(Scenario.After, RawAnswers.Page(scenario.AfterTitle), "Fetched");
                }
            }

            elsewhere.On("/", RawAnswers.Page(ElsewhereTitle));
            hub.On("/", RawAnswers.Page("Hub", [.. scenarios.SelectMany(scenario => scenario.Links), elsewhere.Url()]));
            var result = await CrawlAsync(web, limit(CrawlSpecs.Everywhere(hub.Url())));

            result.Pages.Single(page => page.Url == elsewhere.Url()).Title.ShouldBe(ElsewhereTitle);
            return scenarios
                .Select(scenario => (scenario.Id, Difference: DifferenceOf(scenario, result)))
                .Where(pair => pair.Difference is not null)
                .ToDictionary(pair => pair.Id, pair => pair.Difference!, StringComparer.Ordinal);
        }
        finally
        {
            foreach (var scenario in scenarios)
            {
                await scenario.DisposeAsync();
            }
        }
    }

    private static async Task<CrawlResult> CrawlAsync(ScenarioWeb web, CrawlSpec spec)
    {
        await using var harness = await EmbeddedHarness.StartAsync(
            builder => builder.Services.AddSingleton<IHostResolver>(web.Names),
            [.. ShortWaits, $"Downloader:TrustedRootsFile={web.TrustedRootsFile}"]);

        var id = await harness.SubmitAsync(spec);
        var status = await harness.WaitForEndAsync(id, Longest);

        status.State.ShouldBe("Completed");
        StoredCrawl.Read(harness.DatabaseFile).ShouldBeWhole();
        harness.Log.Errors.ShouldBeEmpty();
        await ArchiveCheck.ShouldBeValidAsync(harness.ArchiveFolder);
        var pages = await harness.PagesAsync(id);
        return new CrawlResult
        {
            Urls = await harness.UrlsAsync(id),
            Pages = pages,
            Archived = await ArchivedAnswer.ReadAllAsync(harness.ArchiveFolder),
            Rows = RowFacts.Read(harness.DatabaseFile),
            Files = Directory.GetFiles(harness.ArchiveFolder, "*", SearchOption.AllDirectories),
            Log = harness.Log.ToString(),
        };
    }

    private static string? DifferenceOf(Scenario scenario, CrawlResult result)
    {
        foreach (var (url, states) in scenario.Expected)
        {
            if (!states.Contains(result.Urls.GetValueOrDefault(url)))
            {
                return $"{url} is {result.Urls.GetValueOrDefault(url) ?? "unknown"}, not {string.Join(" or ", states)}";
            }
        }

        try
        {
            var outcome = new ScenarioOutcome(scenario, result);
            if (scenario.HasAfter)
            {
                outcome.Page(Scenario.After).Title.ShouldBe(scenario.AfterTitle);
                if (scenario.FirstTarget != Scenario.After)
                {
                    outcome.FirstPage.ShouldBe(scenario.FirstTarget);
                }
            }

            scenario.Checks?.Invoke(outcome);
            return null;
        }
        catch (ShouldAssertException e)
        {
            return e.Message;
        }
    }
}
