using System.Text;
using Crawler.TestKit.Cases;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Crawler.UnitTests.WebStandards.Url;

public class QueryEncodingTests(ITestOutputHelper output)
{
    /// <summary>Rows whose result needs an encoder that .NET does not have, as "encoding: input".</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["iso-2022-jp: \u203E\\"] = "The overline exists in the encoding's Roman state only, which .NET never enters.",
        ["gb18030: \uE5E5"] = "A private-use character that .NET maps to A3 A0 and the Encoding Standard does not.",
    };

    static QueryEncodingTests()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
    }

    [CasesFact]
    [Trait("Category", "Cases")]
    public void PercentEncoding_EveryRow()
    {
        using var document = CaseFiles.Json("url", "percent-encoding.json");
        var rows = CaseText.Rows(document)
            .SelectMany(row => row.GetProperty("output").EnumerateObject()
                .Select(result =>
                    (Input: CaseText.Of(row, "input")!, result.Name, Expected: result.Value.GetString())));
        var tally = new CaseTally("url/percent-encoding.json", Exceptions);

        foreach (var (input, encoding, expected) in rows)
        {
            tally.Run(
                $"{encoding}: {input}",
                () => QueryIn(encoding, input) is var actual && actual == expected ? null : $"is {actual}");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("windows-1252", "é", "%E9")]
    [InlineData("windows-1251", "я", "%FF")]
    [InlineData("windows-1252", "я", "%26%231103%3B")]
    [InlineData("windows-1252", "\U0001F600", "%26%23128512%3B")]
    [InlineData("utf-16", "é", "%C3%A9")]
    [InlineData("us-ascii", "é", "%C3%A9")]
    public void QueryOfDocument_TakesItsEncoding(string encoding, string input, string expected)
    {
        QueryIn(encoding, input).ShouldBe(expected);
    }

    [Fact]
    public void LoneSurrogate_IsAReferenceToTheReplacementCharacter()
    {
        QueryIn("windows-1252", "\uD800x").ShouldBe("%26%2365533%3Bx");
    }

    [Fact]
    public void PathAndFragment_StayUtf8()
    {
        var url = Urls.Of("https://a.example/é?é#é", encoding: Encoding.GetEncoding("windows-1252"));

        url.Href.ShouldBe("https://a.example/%C3%A9?%E9#%C3%A9");
    }

    [Theory]
    [InlineData("wss://a.example/?é")]
    [InlineData("other://a.example/?é")]
    public void SchemesBesideHttp_StayUtf8(string input)
    {
        Urls.Of(input, encoding: Encoding.GetEncoding("windows-1252")).Query.ShouldBe("%C3%A9");
    }

    private static string? QueryIn(string encoding, string query)
    {
        return Urls.Of($"https://a.example/?{query}", encoding: Encoding.GetEncoding(encoding)).Query;
    }
}
