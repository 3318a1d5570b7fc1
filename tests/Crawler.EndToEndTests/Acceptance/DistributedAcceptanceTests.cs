using Crawler.Contracts.V1.Crawls;
using Crawler.EndToEndTests.Distributed;
using Crawler.TestKit.Brokers;
using Crawler.TestKit.Databases;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Platforms;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.EndToEndTests.Acceptance;

/// <summary>Separate services on RabbitMQ and PostgreSQL, with three downloaders.</summary>
[Collection(DistributedCollection.Name)]
public sealed class DistributedAcceptanceTests(PlatformPool pool) : AcceptanceTests
{
    private const int Hosts = 12;
    private const int PagesEach = 60;

    [RabbitMqFact]
    public async Task CrawlOverSeveralHosts_IsSharedByAllDownloadersAndStoredWhole()
    {
        await using var web = await FakeWeb.StartAsync();
        var sites = Enumerable.Range(0, Hosts).Select(_ => web.AddSite()).ToArray();
        var urls = sites.SelectMany(site => site.Generate(PagesEach).Urls).ToList();
        var platform = await pool.UseAsync(Options);

        var (id, status) = await platform.CrawlAsync(CrawlSpecs.Of([.. sites.Select(site => site.Url())]));

        (status.State, status.EndReason).ShouldBe(("Completed", EndReason.Drained));
        (await platform.PagesAsync(id)).Select(page => page.Url).ShouldBe(urls, ignoreOrder: true);
        web.Requests.CountsByPage().ShouldAllBe(page => page.Value == 1);
        platform.ReadCrawl(id).ShouldBeWhole();
        (await ArchiveCheck.ShouldBeValidAsync(platform.ArchiveFolder)).ShouldBeGreaterThanOrEqualTo(2 * urls.Count);
        var files = FilesOf(platform, id);
        platform.Downloaders.ShouldAllBe(process => files.Exists(file => file.Contains($"-{process.Id}-")));
        (await platform.ErrorQueuesAsync()).ShouldBeEmpty();
        platform.Errors.ShouldBeEmpty();
    }

    private protected override async Task<CrawlPlatform> UseAsync() => await pool.UseAsync(Options);

    /// <summary>The files in which a crawl's pages lie; a process writes its id into their names.</summary>
    private static List<string> FilesOf(DistributedPlatform platform, Guid crawlId)
    {
        using var connection = platform.OpenDatabase();
        const string Files = "SELECT DISTINCT archive_file FROM fetches WHERE crawl_id = @crawl";
        return [.. connection.QueryAll(Files, ("crawl", crawlId)).Select(row => (string)row[0])];
    }
}
