using System.Text;

using Crawler.Downloader.Outlinks;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Downloader.Outlinks;

public sealed class HtmlSniffingTests
{
    [Theory]
    [InlineData("<!DOCTYPE html>", true)]
    [InlineData("\t\n\f\r <HtMl >", true)]
    [InlineData("<!-- x", true)]
    [InlineData("\u00EF\u00BB\u00BF<p>", true)]
    [InlineData("<br>", true)]
    [InlineData("<bx>", false)]
    [InlineData("<html", false)]
    [InlineData("<?xml version='1.0'?>", false)]
    [InlineData("%PDF-1.7", false)]
    [InlineData("", false)]
    public void Beginning_Decides(string body, bool isHtml) =>
        HtmlSniffing.LooksLikeHtml(Encoding.Latin1.GetBytes(body)).ShouldBe(isHtml);
}
