using Crawler.Contracts.V1.Crawls;
using Crawler.TestKit.Brokers;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Platforms;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;
using Xunit.Abstractions;

namespace Crawler.EndToEndTests.Distributed;

[Collection(DistributedCollection.Name)]
public sealed class ThreeDownloadersTests(PlatformPool pool, ITestOutputHelper output)
{
    private const int Hosts = 12;
    private const int PagesEach = 60;

    [RabbitMqFact]
    public async Task CrawlOverSeveralHosts_IsSharedByAllDownloadersAndStoredWhole()
    {
        await using var web = await FakeWeb.StartAsync();
        var sites = Enumerable.Range(0, Hosts).Select(_ => web.AddSite()).ToArray();
        var urls = sites.SelectMany(site => site.Generate(PagesEach).Urls).ToList();
        var platform = await pool.UseAsync(new PlatformOptions { Notifiers = 1, Workers = 1 });
        var before = await platform.Broker.MessagesPublishedAsync();

        var (id, status) = await platform.CrawlAsync(CrawlSpecs.Of([.. sites.Select(site => site.Url())]));

        output.WriteLine($"{await platform.Broker.MessagesPublishedAsync() - before} messages.");
        foreach (var (name, time) in await platform.ProcessorTimesAsync())
        {
            output.WriteLine($"{name}: {time.TotalSeconds:F2} s of processor time");
        }

        (status.State, status.EndReason).ShouldBe(("Completed", EndReason.Drained));
        (await platform.PagesAsync(id)).Select(page => page.Url).ShouldBe(urls, ignoreOrder: true);
        web.Requests.CountsByPage().ShouldAllBe(page => page.Value == 1);
        platform.ReadCrawl(id).ShouldBeWhole();
        (await ArchiveCheck.ShouldBeValidAsync(platform.ArchiveFolder)).ShouldBeGreaterThanOrEqualTo(2 * urls.Count);

        // Each process writes files of its own, and three downloaders take what they can get.
        Directory.GetFiles(platform.ArchiveFolder, "*.warc.gz", SearchOption.AllDirectories).Length.ShouldBe(3);
        (await platform.ErrorQueuesAsync()).ShouldBeEmpty();
        platform.Errors.ShouldBeEmpty();
    }
}
