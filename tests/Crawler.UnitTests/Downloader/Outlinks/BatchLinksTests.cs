using Crawler.Downloader.Outlinks;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Downloader.Outlinks;

public sealed class BatchLinksTests
{
    [Fact]
    public void Link_KeepsItsFirstPageWhateverTheOrder()
    {
        var links = new BatchLinks(most: 10);

        links.Add("http://a.example/", 2);
        links.Add("http://a.example/", 0);
        links.Add("http://a.example/", 1);

        var link = links.ToList().ShouldHaveSingleItem();
        link.Url.ShouldBe("http://a.example/");
        link.From.ShouldBe(0);
    }

    [Fact]
    public void LinksBeyondLimit_AreLeftOut()
    {
        var links = new BatchLinks(most: 1);

        links.Add("http://a.example/", 1);
        links.Add("http://b.example/", 0);
        links.Add("http://a.example/", 0);

        links.ToList().ShouldHaveSingleItem().From.ShouldBe(0);
    }
}
