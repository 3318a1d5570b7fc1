using Crawler.TestKit.Cases;
using Crawler.WebStandards.Charsets;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Crawler.UnitTests.WebStandards.Charsets;

public sealed class CharsetLabelTests(ITestOutputHelper output)
{
    [CasesFact]
    [Trait("Category", "Cases")]
    public void EveryLabel_MeansTheStandardsEncoding()
    {
        using var cases = CaseFiles.Json("encoding", "encoding-labels.json");
        var tally = new CaseTally("encoding/encoding-labels.json");

        foreach (var row in cases.RootElement.EnumerateArray())
        {
            var label = row.GetProperty("label").GetString()!;
            var found = CharsetLabel.Find(label)?.Name;
            var isSame = string.Equals(
                found, row.GetProperty("encoding").GetString(), StringComparison.OrdinalIgnoreCase);
            tally.Add(label, isSame ? null : $"is {found}");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [CasesFact]
    [Trait("Category", "Cases")]
    public void EveryEncoding_HasItsLabelsAndADecoder()
    {
        using var cases = CaseFiles.Json("encoding", "whatwg-encodings.json");
        var tally = new CaseTally("encoding/whatwg-encodings.json");
        var rows = cases.RootElement.EnumerateArray()
            .SelectMany(group => group.GetProperty("encodings").EnumerateArray())
            .SelectMany(row => row.GetProperty("labels").EnumerateArray()
                .Select(label => (Label: label.GetString()!, Name: row.GetProperty("name").GetString()!)));

        foreach (var (label, name) in rows)
        {
            tally.Run(label, () => CharsetLabel.Find(label) is not { } charset ? "is unknown"
                : charset.Name != name ? $"is {charset.Name}"
                : Utf8Transcoder.Decode(charset, "a\0b\0"u8).Length == 0 ? "decodes nothing" : null);
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(" \tUTF8\r\n", "UTF-8")]
    [InlineData("Latin1", "windows-1252")]
    [InlineData("utf-16", "UTF-16LE")]
    [InlineData("gb2312", "GBK")]
    public void Label_IsTrimmedAndCaseless(string label, string expected) =>
        CharsetLabel.Find(label)!.Name.ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("utf-7")]
    [InlineData("utf-32")]
    [InlineData("utf 8")]
    public void UnknownLabel_IsNone(string label) => CharsetLabel.Find(label).ShouldBeNull();

    [Fact]
    public void LongLabel_IsNone() => CharsetLabel.Find(new byte[100_000]).ShouldBeNull();
}
