using Crawler.TestKit.Cases;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Crawler.UnitTests.WebStandards.Url;

/// <summary>References as pages write them, each of which may take the plain or the full way.</summary>
public class UrlReferenceTests(ITestOutputHelper output)
{
    private const string Page = "https://www.example.com/a/b/page.html?q=1#top";

    [Theory]
    [InlineData("", "https://www.example.com/a/b/page.html?q=1")]
    [InlineData("#x", "https://www.example.com/a/b/page.html?q=1#x")]
    [InlineData("?x", "https://www.example.com/a/b/page.html?x")]
    [InlineData("?x#y", "https://www.example.com/a/b/page.html?x#y")]
    [InlineData("x", "https://www.example.com/a/b/x")]
    [InlineData("./x", "https://www.example.com/a/b/x")]
    [InlineData("../x", "https://www.example.com/a/x")]
    [InlineData("../../x", "https://www.example.com/x")]
    [InlineData("../../../x", "https://www.example.com/x")]
    [InlineData("./../x/./", "https://www.example.com/a/x/")]
    [InlineData("..", "https://www.example.com/a/")]
    [InlineData("../", "https://www.example.com/a/")]
    [InlineData(".", "https://www.example.com/a/b/")]
    [InlineData("../?x", "https://www.example.com/a/?x")]
    [InlineData("./#x", "https://www.example.com/a/b/#x")]
    [InlineData("..//x", "https://www.example.com/a//x")]
    [InlineData("%2e%2E/x", "https://www.example.com/a/x")]
    [InlineData("/x?y", "https://www.example.com/x?y")]
    [InlineData("/", "https://www.example.com/")]
    [InlineData("/\\other.example/x", "https://other.example/x")]
    [InlineData("//other.example/x", "https://other.example/x")]
    [InlineData("//other.example", "https://other.example/")]
    [InlineData("//1.2/x", "https://1.0.0.2/x")]
    [InlineData("https:x", "https://www.example.com/a/b/x")]
    [InlineData("http:x", "http://x/")]
    [InlineData("x:y", "x:y")]
    [InlineData("x/y:z", "https://www.example.com/a/b/x/y:z")]
    [InlineData(" /x\n/y ", "https://www.example.com/x/y")]
    [InlineData("/.well-known/x", "https://www.example.com/.well-known/x")]
    public void Reference_ResolvesAgainstThePage(string reference, string expected)
    {
        var page = Urls.Of(Page);

        Urls.Of(reference, page).Href.ShouldBe(expected);
    }

    [Theory]
    [InlineData("https://")]
    [InlineData("https://a b/")]
    [InlineData("https://a.example:99999/")]
    [InlineData("https://1.2.3.4.5/")]
    [InlineData("https://[::1/")]
    [InlineData("https://a%00b/")]
    [InlineData("https://a%2Xb/")]
    [InlineData("https://a%FEb/")]
    public void Nonsense_IsRefused(string reference)
    {
        Urls.TryOf(reference, Urls.Of(Page)).ShouldBeNull();
    }

    [Fact]
    public void RelativeReferenceWithoutBase_IsRefused()
    {
        Urls.TryOf("/x").ShouldBeNull();
    }

    /// <summary>
    /// Rows of crawler-commons whose results are compared parsed, because that project resolves without normalising.
    /// Its normalisation pairs and w3lib's are not used: both decode or upper-case escapes and sort or drop empty
    /// queries, which joins URLs that servers tell apart. The canonical profile does none of this unless it is asked.
    /// </summary>
    [CasesFact]
    [Trait("Category", "Cases")]
    public void CrawlerCommonsReferences_ResolveAlike()
    {
        var rows = File.ReadLines(CaseFiles.Path("url", "crawler-commons", "url-resolve.csv"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(", ").Select(cell => cell.Trim('"')).ToArray());
        var tally = new CaseTally("url/crawler-commons/url-resolve.csv");

        foreach (var row in rows)
        {
            tally.Run(
                string.Join(", ", row),
                () => Urls.TryOf(row[0], Urls.TryOf(row[1]))?.Href is var actual && actual == Urls.TryOf(row[2])?.Href
                    ? null
                    : $"is {actual ?? "refused"}");
        }

        tally.Report(output).ShouldBeEmpty();
    }
}
