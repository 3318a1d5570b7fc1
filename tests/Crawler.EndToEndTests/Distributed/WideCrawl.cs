using Crawler.Contracts.V1.Crawls;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Platforms;
using Crawler.TestKit.Waiting;
using Crawler.TestKit.Web;

using Shouldly;

namespace Crawler.EndToEndTests.Distributed;

/// <summary>A crawl over several hosts of generated pages, all of which must be stored, and once.</summary>
internal sealed class WideCrawl : IAsyncDisposable
{
    private readonly DistributedPlatform _platform;
    private readonly HashSet<string> _urls;

    private WideCrawl(DistributedPlatform platform, FakeWeb web, int hosts, int pagesEach)
    {
        _platform = platform;
        Web = web;
        Sites = [.. Enumerable.Range(0, hosts).Select(_ => web.AddSite())];
        _urls = [.. Sites.SelectMany(site => site.Generate(pagesEach).Urls)];
    }

    public FakeWeb Web { get; }

    public IReadOnlyList<FakeSite> Sites { get; }

    public Guid Id { get; private set; }

    public int Pages => _urls.Count;

    public static async Task<WideCrawl> SubmitAsync(
        DistributedPlatform platform, int hosts, int pagesEach, TimeSpan delay)
    {
        var crawl = new WideCrawl(platform, await FakeWeb.StartAsync(), hosts, pagesEach);
        crawl.Id = await platform.SubmitAsync(
            CrawlSpecs.Of([.. crawl.Sites.Select(site => site.Url())]).Every(delay));
        return crawl;
    }

    /// <summary>Returns when so many pages are stored, and the crawl goes on.</summary>
    public async Task HasStoredAsync(int pages)
    {
        var status = await _platform.WaitForAsync(Id, crawl => crawl.LastSeq >= pages || crawl.HasEnded);
        status.HasEnded.ShouldBeFalse("It was to be caught in the middle.");
    }

    /// <summary>Returns when every downloader has said that it works on some of it.</summary>
    public async Task IsSharedAsync()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await Eventually.HoldsAsync(
            () =>
            {
                seen.UnionWith(_platform.Downloaders
                    .Where(downloader => _platform.InUse(downloader) > 0).Select(downloader => downloader.Name));
                return seen.Count == _platform.Downloaders.Count;
            },
            TimeSpan.FromSeconds(60), "Only some downloaders have work.", TimeSpan.FromMilliseconds(100));
    }

    /// <summary>Waits for the end, which must be a good one.</summary>
    public async Task EndsWholeAsync(TimeSpan within)
    {
        var status = await _platform.WaitForEndAsync(Id, within);
        (status.State, status.EndReason).ShouldBe(("Completed", EndReason.Drained));
        await IsWholeAsync();
        (await _platform.ErrorQueuesAsync()).ShouldBeEmpty();
    }

    public async Task IsWholeAsync()
    {
        (await _platform.PagesAsync(Id)).Select(page => page.Url).ShouldBe(_urls, ignoreOrder: true);
        _platform.ReadCrawl(Id).ShouldBeWhole();
    }

    public ValueTask DisposeAsync() => Web.DisposeAsync();
}
