using Crawler.Gateway.Queries;
using Crawler.TestKit.Web;

using Shouldly;

namespace Crawler.IntegrationTests.Robustness;

/// <summary>What a crawl made of one scenario.</summary>
internal sealed class ScenarioOutcome(Scenario scenario, CrawlResult crawl)
{
    public RawHost Host => scenario.Host;

    public CrawlResult Crawl => crawl;

    /// <summary>State and reason of a URL; null where the crawl does not know it.</summary>
    public string? StateOf(string url) => crawl.Urls.GetValueOrDefault(url);

    /// <summary>What is stored of a target of the scenario's host.</summary>
    public StoredPage Page(string target) =>
        crawl.Pages.SingleOrDefault(page => page.Url == scenario.Url(target))
            .ShouldNotBeNull($"{target} is not stored once.");

    public ArchivedAnswer? Archived(string target) =>
        crawl.Archived.FirstOrDefault(answer => answer.Url == scenario.Url(target));

    /// <summary>The first target that was asked for after robots.txt.</summary>
    public string? FirstPage =>
        Host.Requests.FirstOrDefault(request => request.Target != "/robots.txt")?.Target;

    /// <summary>How often a target was asked for.</summary>
    public int Asked(string target) => Host.Requests.Count(request => request.Target == target);

    /// <summary>The heads of all requests for a target.</summary>
    public IEnumerable<string> Heads(string target) =>
        Host.Requests.Where(request => request.Target == target).Select(request => request.Head);

    public RowFacts Row(string target) => crawl.Rows[scenario.Url(target)];
}
