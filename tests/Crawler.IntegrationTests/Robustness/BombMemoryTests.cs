using Crawler.Contracts.V1.Fetching;
using Crawler.IntegrationTests.Downloader;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Robustness;

[Collection(Crawls.HostCollection.Name)]
public sealed class BombMemoryTests
{
    private const int Megabyte = 1024 * 1024;
    private const long Limit = 16 * Megabyte;

    /// <summary>
    /// 10 MB that unfold to 10 GB. What is allocated bounds what is held at any time, and cannot flake as the size of a
    /// process can. The site writes from memory that it has before.
    /// </summary>
    [Fact]
    public async Task TenGigabytesInTenMegabytes_CostLessThanTwiceTheLimit()
    {
        await using var site = new RawHost();
        var bomb = CompressionTests.Members(10 * Megabyte);
        site.On("/warm", RawAnswers.Page("Warm"))
            .On("/bomb", RawAnswers.Content("text/html", bomb, "Content-Encoding: gzip\r\n"));
        await using var downloader = new DownloaderHost();
        (await FetchAsync(downloader, site.Url("/warm"))).Kind.ShouldBe(OutcomeKind.Fetched);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        var outcome = await FetchAsync(downloader, site.Url("/bomb"));
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        outcome.Reason.ShouldBe("TooLarge");
        allocated.ShouldBeLessThan(2 * Limit);
    }

    private static Task<UrlOutcome> FetchAsync(DownloaderHost downloader, string url) =>
        downloader.FetchAsync(url, batch => batch with { MaxBodyBytes = Limit, Archive = true });
}
