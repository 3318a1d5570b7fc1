using Crawler.Contracts.V1.Fetching;
using Crawler.Downloader.Outlinks;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Downloader.Outlinks;

public sealed class BatchLinksTests
{
    [Fact]
    public void Link_KeepsItsFirstPageWhateverTheOrder()
    {
        var links = Links(depths: [1, 1, 1]);

        Take(links, 2, "a").ShouldBeTrue();
        Take(links, 0, "a").ShouldBeTrue();
        Take(links, 1, "a").ShouldBeTrue();

        var link = links.ToList().ShouldHaveSingleItem();
        link.Url.ShouldBe("a");
        link.From.ShouldBe(0);
    }

    [Fact]
    public void Link_KeepsThePageNearestToASeed()
    {
        var links = Links(depths: [5, 2, 2]);

        Take(links, 0, "a");
        Take(links, 2, "a");
        Take(links, 1, "a");

        links.ToList().ShouldHaveSingleItem().From.ShouldBe(1);
    }

    [Fact]
    public void PageWithoutRoom_LeavesNothing()
    {
        var links = Links(depths: [1, 0], most: 2);
        Take(links, 0, "a");

        Take(links, 1, "a", "b", "c").ShouldBeFalse();

        links.ToList().ShouldHaveSingleItem().From.ShouldBe(0);
    }

    [Fact]
    public void LinksThatAreThere_NeedNoRoom()
    {
        var links = Links(depths: [1, 1], most: 2);
        Take(links, 0, "a", "b");

        Take(links, 1, "b", "a").ShouldBeTrue();
    }

    [Fact]
    public void PageThatIsTooLargeForAnyAnswer_IsCutWhereItIsAlone()
    {
        var links = Links(depths: [1], most: 2);

        links.TryTake(Page("a", "b", "c", "d", "e"), 0, out var cut).ShouldBeTrue();

        cut.ShouldBe(3);
        links.ToList().Select(link => link.Url).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void KnownLinks_MakeRoomAtTheDepthInWhichTheyAreKnown()
    {
        var links = new BatchLinks(Pages([5, 1]), most: 2, (url, depth) => url is "a" or "c" && depth > 2);
        Take(links, 0, "a", "b");

        Take(links, 1, "c").ShouldBeTrue();
        Take(links, 1, "d").ShouldBeFalse();

        links.ToList().Select(link => link.Url).ShouldBe(["b", "c"], ignoreOrder: true);
        links.SiftedOut.ShouldBe(1);
    }

    private static BatchLinks Links(int[] depths, int most = 10) => new(Pages(depths), most, (_, _) => false);

    private static bool Take(BatchLinks links, int page, params string[] urls) =>
        links.TryTake(Page(urls), page, out _);

    private static PageLinks Page(params string[] urls)
    {
        var links = new PageLinks();
        foreach (var url in urls)
        {
            links.Add(url);
        }

        return links;
    }

    private static List<FetchUrl> Pages(int[] depths) =>
        [.. depths.Select((depth, i) => new FetchUrl { Key = $"{i:x32}", Url = $"http://a.example/{i}", Depth = depth })];
}
