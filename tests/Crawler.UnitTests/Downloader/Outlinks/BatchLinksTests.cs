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
        var links = new BatchLinks(Pages(depths: [1, 1, 1]), most: 10);

        links.Add("http://a.example/", 2);
        links.Add("http://a.example/", 0);
        links.Add("http://a.example/", 1);

        var link = links.ToList().ShouldHaveSingleItem();
        link.Url.ShouldBe("http://a.example/");
        link.From.ShouldBe(0);
    }

    [Fact]
    public void Link_KeepsThePageNearestToASeed()
    {
        var links = new BatchLinks(Pages(depths: [5, 2, 2]), most: 10);

        links.Add("http://a.example/", 0);
        links.Add("http://a.example/", 2);
        links.Add("http://a.example/", 1);

        links.ToList().ShouldHaveSingleItem().From.ShouldBe(1);
    }

    [Fact]
    public void LinksBeyondLimit_AreLeftOut()
    {
        var links = new BatchLinks(Pages(depths: [1, 1]), most: 1);

        links.Add("http://a.example/", 1);
        links.Add("http://b.example/", 0);
        links.Add("http://a.example/", 0);

        links.ToList().ShouldHaveSingleItem().From.ShouldBe(0);
    }

    private static List<FetchUrl> Pages(params int[] depths) =>
        [.. depths.Select((depth, i) => new FetchUrl { Key = $"{i:x32}", Url = $"http://a.example/{i}", Depth = depth })];
}
