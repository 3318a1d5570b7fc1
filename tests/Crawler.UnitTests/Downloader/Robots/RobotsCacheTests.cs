using Crawler.Downloader;
using Crawler.Downloader.Robots;

using Microsoft.Extensions.Options;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Downloader.Robots;

public sealed class RobotsCacheTests
{
    private readonly RobotsCache _cache = new(Options.Create(new DownloaderOptions { RobotsCacheEntries = 2 }));

    [Fact]
    public void SameText_IsParsedOnce()
    {
        var first = _cache.RulesOf("User-agent: *\nDisallow: /a", "Crawler");

        _cache.RulesOf("User-agent: *\nDisallow: /a", "Crawler").ShouldBeSameAs(first);
        first.Allows("/a").ShouldBeFalse();
    }

    [Fact]
    public void OtherTextOrToken_HasRulesOfItsOwn()
    {
        const string text = "User-agent: Crawler\nDisallow: /a\nUser-agent: *\nDisallow: /b";

        _cache.RulesOf(text, "Crawler").Allows("/a").ShouldBeFalse();
        _cache.RulesOf(text, "Other").Allows("/a").ShouldBeTrue();
        _cache.RulesOf("", "Crawler").Allows("/a").ShouldBeTrue();
    }

    [Fact]
    public void FullCache_ForgetsWhatWasUsedLongestAgo()
    {
        var a = _cache.RulesOf("# a", "Crawler");
        var b = _cache.RulesOf("# b", "Crawler");
        _cache.RulesOf("# a", "Crawler");
        _cache.RulesOf("# c", "Crawler");

        _cache.RulesOf("# a", "Crawler").ShouldBeSameAs(a);
        _cache.RulesOf("# b", "Crawler").ShouldNotBeSameAs(b);
    }
}
