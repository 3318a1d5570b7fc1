using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Url;

public class DomainTests
{
    [Theory]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("BÜCHER.Example", "xn--bcher-kva.example")]
    [InlineData("bu\u0308cher.example", "xn--bcher-kva.example")]
    [InlineData("b%C3%BCcher.example", "xn--bcher-kva.example")]
    [InlineData("stra\u00DFe.example", "xn--strae-oqa.example")]
    [InlineData("a\u00ADb\u3002example", "ab.example")]
    [InlineData("\uFF41\u2460.example", "a1.example")]
    [InlineData("xn--bcher-kva.bücher", "xn--bcher-kva.xn--bcher-kva")]
    [InlineData("\U0001F600.example", "xn--e28h.example")]
    public void Domain_IsMappedAndEncoded(string domain, string expected)
    {
        Host(domain).ShouldBe(expected);
    }

    [Theory]
    [InlineData("xn--invalid-\u00FC")]
    [InlineData("xn--a.\u00FC")]
    [InlineData("xn--ab.\u00FC")]
    [InlineData("\u0300a")]
    [InlineData("a\u2105b.example")]
    [InlineData("a\uFF05b.example")]
    [InlineData("\u00AD")]
    [InlineData("\uFFFD.example")]
    public void InvalidLabel_IsRefused(string domain)
    {
        Host(domain).ShouldBeNull();
    }

    /// <summary>RFC 5893: Hebrew and Arabic labels, and any label beside one.</summary>
    [Theory]
    [InlineData("\u05D0\u05D1.example", true)]
    [InlineData("\u05D01.example", true)]
    [InlineData("\u05D0a.example", false)]
    [InlineData("a\u05D0.example", false)]
    [InlineData("1\u05D0.example", false)]
    [InlineData("\u05D0-.example", false)]
    [InlineData("\u06271\u0661.example", false)]
    [InlineData("\u05D0.1example", false)]
    public void BidiDomain_FollowsTheBidiRule(string domain, bool parses)
    {
        (Host(domain) is not null).ShouldBe(parses);
    }

    /// <summary>RFC 5892, appendix A: joiners after a virama, or the non-joiner between letters that would join.</summary>
    [Theory]
    [InlineData("\u0915\u094D\u200D\u0937", true)]
    [InlineData("\u0915\u094D\u200C\u0937", true)]
    [InlineData("\u0628\u200C\u0628", true)]
    [InlineData("\u0628\u064B\u200C\u064B\u0628", true)]
    [InlineData("\u0628\u200D\u0628", false)]
    [InlineData("\u0627\u200C\u0628", false)]
    [InlineData("a\u200Cb", false)]
    [InlineData("\u200C\u0628", false)]
    public void Joiner_NeedsItsContext(string domain, bool parses)
    {
        (Host(domain) is not null).ShouldBe(parses);
    }

    [Theory]
    [InlineData("127.1", "127.0.0.1")]
    [InlineData("0x7F.0.0.01", "127.0.0.1")]
    [InlineData("4294967295", "255.255.255.255")]
    [InlineData("0x", "0.0.0.0")]
    [InlineData("1.2.3.4.", "1.2.3.4")]
    [InlineData("1.2.3.a4", "1.2.3.a4")]
    [InlineData("4294967296", null)]
    [InlineData("256.0.0.1", null)]
    [InlineData("1.2.3.08", null)]
    [InlineData("1..2", null)]
    [InlineData("a.1", null)]
    public void HostThatEndsInANumber_IsAnAddressOrNothing(string host, string? expected)
    {
        Host(host).ShouldBe(expected);
    }

    [Theory]
    [InlineData("[0:0:0:0:0:0:0:1]", "[::1]")]
    [InlineData("[1:0:0:2:0:0:0:3]", "[1:0:0:2::3]")]
    [InlineData("[1:0:2:0:3:0:4:5]", "[1:0:2:0:3:0:4:5]")]
    [InlineData("[0:0:1:0:0:1:1:1]", "[::1:0:0:1:1:1]")]
    [InlineData("[::ffff:192.0.2.1]", "[::ffff:c000:201]")]
    [InlineData("[1:2:3:4:5:6:7::]", "[1:2:3:4:5:6:7:0]")]
    [InlineData("[::1%25eth0]", null)]
    [InlineData("[::192.0.2.01]", null)]
    [InlineData("[1:2:3:4:5:6:7]", null)]
    [InlineData("[1:2:3:4:5:6:7:8:9]", null)]
    [InlineData("[1::2::3]", null)]
    [InlineData("[12345::]", null)]
    public void Ipv6Address_IsCompressedOrRefused(string host, string? expected)
    {
        Host(host).ShouldBe(expected);
    }

    private static string? Host(string host)
    {
        return Urls.TryOf($"https://{host}/")?.Host;
    }
}
