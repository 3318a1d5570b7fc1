using System.Text;
using Crawler.WebStandards.Html;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Html;

public class HtmlRefreshTests
{
    [Theory]
    [InlineData("0; url=/x", 0, "/x")]
    [InlineData("5;URL='/y'", 5, "/y")]
    [InlineData("3,/z", 3, "/z")]
    [InlineData("10", 10, null)]
    [InlineData("999999999999", 1_000_000_000, null)]
    public void FieldOfTheRightForm_IsRead(string value, int seconds, string? url)
    {
        HtmlRefresh.TryParse(Encoding.ASCII.GetBytes(value), out var refresh).ShouldBeTrue();

        refresh.ShouldBe(new HtmlRefresh(TimeSpan.FromSeconds(seconds), url));
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("1x; url=/x")]
    public void FieldOfAnotherForm_IsNone(string value)
    {
        HtmlRefresh.TryParse(Encoding.ASCII.GetBytes(value), out _).ShouldBeFalse();
    }
}
