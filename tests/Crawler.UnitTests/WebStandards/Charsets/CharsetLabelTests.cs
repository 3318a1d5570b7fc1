using Crawler.TestKit.Cases;
using Crawler.WebStandards.Charsets;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Charsets;

public sealed class CharsetLabelTests
{
    [CasesFact]
    [Trait("Category", "Cases")]
    public void EveryLabel_MeansTheStandardsEncoding()
    {
        using var cases = CaseFiles.Json("encoding", "encoding-labels.json");

        var differing = cases.RootElement.EnumerateArray()
            .Where(row => !string.Equals(
                CharsetLabel.Find(row.GetProperty("label").GetString())?.Name,
                row.GetProperty("encoding").GetString(),
                StringComparison.OrdinalIgnoreCase))
            .Select(row => row.GetProperty("label").GetString())
            .ToList();

        differing.ShouldBeEmpty();
    }

    [CasesFact]
    [Trait("Category", "Cases")]
    public void EveryEncoding_HasItsLabelsAndADecoder()
    {
        using var cases = CaseFiles.Json("encoding", "whatwg-encodings.json");

        var differing = cases.RootElement.EnumerateArray()
            .SelectMany(group => group.GetProperty("encodings").EnumerateArray())
            .SelectMany(row => row.GetProperty("labels").EnumerateArray()
                .Select(label => (Label: label.GetString()!, Name: row.GetProperty("name").GetString()!)))
            .Where(row => CharsetLabel.Find(row.Label)?.Name != row.Name
                || Utf8Transcoder.Decode(CharsetLabel.Find(row.Label)!, "a\0b\0"u8).Length == 0)
            .Select(row => row.Label);

        differing.ShouldBeEmpty();
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
