using Crawler.Downloader.Fetching;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Downloader.Fetching;

public sealed class MediaTypeTests
{
    [Theory]
    [InlineData("text/html", "text/html")]
    [InlineData("Text/HTML; charset=utf-8", "text/html")]
    [InlineData(" application/xhtml+xml , text/plain", "application/xhtml+xml")]
    [InlineData("*/*", null)]
    [InlineData("unknown/unknown", null)]
    [InlineData("html", null)]
    [InlineData("text/ht ml", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void ContentType_NamesMediaType(string? field, string? mediaType) => MediaType.Of(field).ShouldBe(mediaType);
}
