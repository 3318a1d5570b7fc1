using System.Collections;
using System.Reflection;
using AngleSharp.Html;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Html;

public sealed class CharacterReferenceTests
{
    [Theory]
    [InlineData("a&amp;b", "a&b")]
    [InlineData("?a=1&copy=3", "?a=1&copy=3")]
    [InlineData("&copy;=3", "©=3")]
    [InlineData("&copyx", "&copyx")]
    [InlineData("&copy", "©")]
    [InlineData("&copy/", "©/")]
    [InlineData("&notit;", "&notit;")]
    [InlineData("&notin;", "∉")]
    [InlineData("&nGt;", "≫⃒")]
    [InlineData("&unknown;", "&unknown;")]
    [InlineData("&", "&")]
    [InlineData("&#", "&#")]
    [InlineData("&#x", "&#x")]
    [InlineData("&#x;", "&#x;")]
    [InlineData("&#65&#x42;c", "ABc")]
    [InlineData("&#128;", "€")]
    [InlineData("&#0;&#xD800;&#x110000;&#99999999999;", "\uFFFD\uFFFD\uFFFD\uFFFD")]
    [InlineData("&#x1F600;", "😀")]
    [InlineData("&&amp;&", "&&&")]
    public void AttributeValue_IsResolved(string raw, string expected) =>
        HtmlPages.Parse($"<a href='{raw}'>").Hrefs().ShouldBe([expected]);

    [Fact]
    public void EveryNamedReference_IsKnownAsAngleSharpKnowsIt()
    {
        var names = KnownNames();
        names.Count.ShouldBeGreaterThan(2_000);

        var differing = names.Where(name => Resolved($"&{name}") != HtmlEntityProvider.Resolver.GetSymbol(name));

        differing.ShouldBeEmpty();
    }

    [Fact]
    public void NamedReferenceInTitle_NeedsNoSemicolonBeforeLetters() =>
        HtmlPages.Parse("<title>&notit; &ampx</title>").Title.ShouldBe("¬it; &x");

    private static string Resolved(string raw) => HtmlPages.Parse($"<a href='~{raw}~'>").Hrefs()[0].Trim('~');

    /// <summary>AngleSharp lists its names only inside; a table that cannot be found fails the test.</summary>
    private static List<string> KnownNames()
    {
        var names = typeof(HtmlEntityProvider)
            .GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
            .Select(field => field.GetValue(HtmlEntityProvider.Resolver))
            .OfType<IDictionary>()
            .SelectMany(Texts);
        return [.. names.Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Texts(IDictionary dictionary)
    {
        foreach (var value in dictionary.Values)
        {
            if (value is IDictionary inner)
            {
                foreach (var key in inner.Keys)
                {
                    yield return key.ToString()!;
                }
            }
        }
    }
}
