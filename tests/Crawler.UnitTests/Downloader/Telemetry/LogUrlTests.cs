using Crawler.Downloader.Telemetry;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Downloader.Telemetry;

public sealed class LogUrlTests
{
    [Theory]
    [InlineData("https://user:secret@a.example:8443/p?q=1#frag", "https://a.example:8443/p?q=1")]
    [InlineData("http://a.example/\r\nforged", "http://a.example/forged")]
    [InlineData("ftp://user:secret@a.example/", "\u2026@a.example/")]
    [InlineData("no url\r\nforged \u001b[31m", "no url\\u000d\\u000aforged \\u001b[31m")]
    public void Text_HidesCredentialsAndControls(string text, string logged) => LogUrl.Of(text).ShouldBe(logged);

    [Fact]
    public void LongText_IsCut() => LogUrl.Of(new string('x', 10_000)).Length.ShouldBe(512);
}
