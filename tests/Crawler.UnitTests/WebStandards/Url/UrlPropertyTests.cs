using Crawler.WebStandards.Url;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Url;

public class UrlPropertyTests
{
    private static readonly string[] Pieces =
    [
        "http:", "https:", "file:", "ftp:", "x:", "mailto:", "HTTP:", "//", "/", "\\", "?", "#", ":", "@",
        "[::1]", ".", "..", "%2e", "%2E", "%41", "%", "a", "b.example", "www.", "EXAMPLE", "xn--",
        "xn--bcher-kva", "bücher", "ß", "☃", "0x7f", "127", ".0.1", ":80", ":443", ":8080", ":99999", " ", "\t",
        "\n", "C|", "C:", "&", "=", "utm_source=a", "b=2", "b=1", "index.html", "<", "'", "^", "|", "~",
        "\uD800", "\U0001F600", "\0", "+", ";", "*", "_", "-", "\u00AD",
    ];

    private static readonly WebUrl[] Bases =
    [
        Urls.Of("https://www.example.com/a/b/c.html?q#f"),
        Urls.Of("http://example.com:8080"),
        Urls.Of("file:///C:/x/y"),
        Urls.Of("x://h/a/b"),
        Urls.Of("x:opaque"),
        Urls.Of("x:/.//a"),
    ];

    private static readonly Arbitrary<string> Texts =
        (from count in Gen.Choose(0, 9)
         from pieces in Gen.Elements(Pieces).ListOf(count)
         select string.Concat(pieces)).ToArbitrary();

    private static readonly Arbitrary<(string Text, WebUrl Base)> References =
        Gen.Zip(Texts.Generator, Gen.Elements(Bases)).ToArbitrary();

    [Fact]
    public void SerialisedUrl_ParsesToItself()
    {
        Check(References, reference => Urls.TryOf(reference.Text, reference.Base) is not { } url
            || Described(Urls.TryOf(url.Href)) == Described(url));
    }

    [Fact]
    public void SerialisedUrl_IsPrintableAscii()
    {
        Check(References, reference => Urls.TryOf(reference.Text, reference.Base) is not { } url
            || !url.Href.AsSpan().ContainsAnyExceptInRange(' ', '~'));
    }

    /// <summary>A blank before the reference changes nothing but that it is not plain.</summary>
    [Fact]
    public void PlainWayAndFullWay_Agree()
    {
        Check(References, reference => Described(Urls.TryOf(reference.Text, reference.Base))
            == Described(Urls.TryOf(" " + reference.Text, reference.Base)));
    }

    [Fact]
    public void PlainWayAndFullWay_AgreeOnAbsoluteUrls()
    {
        Check(Texts, text => Described(Urls.TryOf("https://a" + text)) == Described(Urls.TryOf(" https://a" + text)));
    }

    [Fact]
    public void CanonicalText_IsItsOwnCanonicalText()
    {
        var flags = ArbMap.Default.GeneratorFor<bool>().ListOf(5);
        var cases = Gen.Zip(References.Generator, flags).ToArbitrary();

        Check(cases, test =>
        {
            var ((text, baseUrl), on) = test;
            var profile = new CanonicalUrlProfile
            {
                DropTrackingParameters = on[0],
                SortQuery = on[1],
                FoldScheme = on[2],
                FoldWww = on[3],
                DropIndexFiles = on[4],
            };
            return Urls.TryOf(text, baseUrl) is not { } url || IsFixedPoint(profile, profile.Canonicalize(url));
        });
    }

    private static bool IsFixedPoint(CanonicalUrlProfile profile, string canonical)
    {
        return profile.Canonicalize(Urls.Of(canonical)) == canonical;
    }

    private static void Check<T>(Arbitrary<T> cases, Func<T, bool> holds)
    {
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), Prop.ForAll(cases, holds));
    }

    private static string Described(WebUrl? url)
    {
        return url is null
            ? "refused"
            : $"{url.Href} {url.Scheme} {url.Username} {url.Password} {url.Host} {url.Port} "
                + $"{url.Path} {url.Query} {url.Fragment}";
    }
}
