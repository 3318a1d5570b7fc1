using System.Text;
using Crawler.TestKit.Cases;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Url;

public class QueryEncodingTests
{
    static QueryEncodingTests()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
    }

    [Fact]
    [Trait("Category", "Cases")]
    public void X()
    {
        using var document = CaseFiles.Json("url", "percent-encoding.json");
        var failures = new List<string>();
        foreach (var row in CaseText.Rows(document))
        {
            foreach (var output in row.GetProperty("output").EnumerateObject())
            {
                var url = Urls.Of($"https://a.example/?{CaseText.Of(row, "input")}", null, Encoding.GetEncoding(output.Name));
                if (url.Query != output.Value.GetString())
                {
                    failures.Add($"{row.GetProperty("input").GetRawText()} in {output.Name}: {url.Query} not {output.Value}");
                }
            }
        }

        failures.ShouldBeEmpty();
    }
}
