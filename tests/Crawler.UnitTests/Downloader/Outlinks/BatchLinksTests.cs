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
    public void Asset_IsAsDeepAsItsPage()
    {
        var links = Links(depths: [1, 1, 2]);

        Take(links, 0, "linked", "both");
        links.TryTake(Page(("both", ResourceKind.Asset), ("linked", ResourceKind.Page)), 1, out _);
        links.TryTake(Page(("linked", ResourceKind.Asset)), 2, out _);

        links.ToList().Select(link => (link.Url, link.From, link.Kind)).ShouldBe(
            [("linked", 0, ResourceKind.Page), ("both", 1, ResourceKind.Asset)]);
    }

    [Fact]
    public void AssetOfAnAsset_IsOneDeeper()
    {
        var pages = Pages([2, 1, 1]);
        pages[1] = pages[1] with { Kind = ResourceKind.Asset };
        var links = new BatchLinks(pages, most: 10, (_, _) => false);

        links.TryTake(Page(("a", ResourceKind.Asset)), 1, out _);
        links.TryTake(Page(("a", ResourceKind.Asset)), 2, out _);

        links.ToList().ShouldHaveSingleItem().From.ShouldBe(2);
        LinkDepth.Of(pages[1], ResourceKind.Asset).ShouldBe(2);
    }

    [Fact]
    public void PageThatLinksToItsOwnAsset_HasAnAsset() =>
        Page(("a", ResourceKind.Page), ("a", ResourceKind.Asset), ("a", ResourceKind.Page)).Kinds
            .ShouldHaveSingleItem().Value.ShouldBe(ResourceKind.Asset);

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

    private static PageLinks Page(params string[] urls) =>
        Page([.. urls.Select(url => (url, ResourceKind.Page))]);

    private static PageLinks Page(params (string Url, ResourceKind Kind)[] found)
    {
        var links = new PageLinks();
        foreach (var (url, kind) in found)
        {
            links.Add(url, kind);
        }

        return links;
    }

    private static List<FetchUrl> Pages(int[] depths) =>
        [.. depths.Select((depth, i) => new FetchUrl { Key = $"{i:x32}", Url = $"http://a.example/{i}", Depth = depth })];
}
