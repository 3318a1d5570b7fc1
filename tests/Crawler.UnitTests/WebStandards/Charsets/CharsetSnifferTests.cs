using System.Text;
using System.Text.Json;
using Crawler.TestKit.Cases;
using Crawler.WebStandards.Charsets;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Crawler.UnitTests.WebStandards.Charsets;

public sealed class CharsetSnifferTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> W3libExceptions = new(StringComparer.Ordinal)
    {
        ["text/html; charset=\"utf-8\"x"] = "MIME Sniffing reads a quoted value and ignores what follows it",
        [" bad html still supported < meta http-equiv='Content-Type'\n content=\"text/html; charset=utf-8\">"] =
            "a space behind '<' makes no tag",
        ["<meta httpequiv=\"ContentType\" content=\"text/html; charset=gbk\" />"] =
            "w3lib needs no http-equiv; the prescan does",
        ["<meta http-equiv=\"Fake-Content-Type-Header\" content=\"text/html; charset=utf-8\">"] =
            "w3lib needs no http-equiv content-type; the prescan does",
    };

    [CasesFact]
    [Trait("Category", "Cases")]
    public void Html5libCase_IsDecidedAsStated()
    {
        using var cases = CaseFiles.Json("encoding", "html5lib-encoding-cases.json");
        var tally = new CaseTally("encoding/html5lib-encoding-cases.json");
        foreach (var row in cases.RootElement.EnumerateArray())
        {
            var body = row.TryGetProperty("bodyBase64", out var base64)
                ? base64.GetBytesFromBase64()
                : Encoding.UTF8.GetBytes(row.GetProperty("body").GetString()!);

            // These cases also hold what a parser does that meets a late declaration, so all of the body is searched.
            var found = CharsetSniffer.Decide(body, null, guessUtf8: false, prescanBytes: body.Length).Charset.Name;
            var expected = row.GetProperty("encoding").GetString();
            var isSame = string.Equals(found, expected, StringComparison.OrdinalIgnoreCase);
            tally.Add(row.GetProperty("id").GetString()!, isSame ? null : $"{found} instead of {expected}");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [CasesFact]
    [Trait("Category", "Cases")]
    public void W3libCase_IsDecidedAsStatedWhereTheStandardAgrees()
    {
        using var cases = CaseFiles.Json("encoding", "w3lib-encoding-cases.json");
        var tally = new CaseTally("encoding/w3lib-encoding-cases.json", W3libExceptions);
        foreach (var row in cases.RootElement.EnumerateArray())
        {
            var contentType = row.TryGetProperty("contentType", out var header) ? header.GetString() : null;
            var body = row.TryGetProperty("body", out var given) ? Bytes(given) : [];
            var expected = Text(row, "charset") ?? Text(row, "encoding");
            var name = contentType ?? Encoding.UTF8.GetString(body);
            var decision = CharsetSniffer.Decide(body, contentType, guessUtf8: false);
            var found = decision.Source == CharsetSource.Default && row.GetProperty("kind").GetString() != "header+body"
                ? null
                : decision.Charset.Name;
            var isSame = IsUtf32(expected)
                ? !IsUtf32(found)
                : string.Equals(found, Standard(expected), StringComparison.OrdinalIgnoreCase);
            tally.Add(
                name,
                isSame ? null : $"{found} instead of {expected}",
                IsUtf32(expected) ? "utf-32-unsupported" : row.GetProperty("kind").GetString()!);
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("text/html; charset=koi8-r", "<meta charset=utf-8>", "KOI8-R", CharsetSource.ContentType)]
    [InlineData("text/html; charset=nonsense", "<meta charset=koi8-r>", "KOI8-R", CharsetSource.Declaration)]
    [InlineData(null, "<p>plain", "windows-1252", CharsetSource.Default)]
    [InlineData(null, "<p>é", "UTF-8", CharsetSource.ValidUtf8)]
    [InlineData(null, "<meta charset=utf-16be>", "UTF-8", CharsetSource.Declaration)]
    [InlineData(null, "<?xml version='1.0' encoding='koi8-r'?>", "KOI8-R", CharsetSource.Declaration)]
    [InlineData("text/html; charset=koi8-r", "\uFEFF", "UTF-8", CharsetSource.ByteOrderMark)]
    public void Evidence_CountsInTheStandardsOrder(string? header, string body, string name, CharsetSource source)
    {
        var decision = CharsetSniffer.Decide(Encoding.UTF8.GetBytes(body), header);

        decision.Charset.Name.ShouldBe(name);
        decision.Source.ShouldBe(source);
    }

    [Fact]
    public void DeclarationBehindThePrescan_IsNotSeen()
    {
        var body = Encoding.UTF8.GetBytes($"<!--{new string('x', 1020)}--><meta charset=koi8-r>");

        CharsetSniffer.Decide(body, null).Source.ShouldBe(CharsetSource.Default);
    }

    [Fact]
    public void HeadThatCutsACharacter_StillLooksLikeUtf8() =>
        CharsetSniffer.Decide("aé€"u8[..^1], null).Charset.Name.ShouldBe("UTF-8");

    [Fact]
    public void Latin1Bytes_DoNotLookLikeUtf8() =>
        CharsetSniffer.Decide([0x61, 0xE9, 0x62, 0x63, 0x64], null).Charset.Name.ShouldBe("windows-1252");

    private static bool IsUtf32(string? name) => name?.StartsWith("utf-32", StringComparison.OrdinalIgnoreCase) == true;

    private static string? Standard(string? name) => name switch
    {
        null => null,
        "gb18030" => "GBK",
        "utf-16-le" => "UTF-16LE",
        "utf-16-be" => "UTF-16BE",
        _ => CharsetLabel.Find(name.Replace("iso8859", "iso-8859", StringComparison.Ordinal))?.Name ?? name,
    };

    private static string? Text(JsonElement row, string property) =>
        row.TryGetProperty(property, out var value) ? value.GetString() : null;

    private static byte[] Bytes(JsonElement text) => text.ValueKind == JsonValueKind.String
        ? Encoding.UTF8.GetBytes(text.GetString()!)
        : text.GetProperty("$b64").GetBytesFromBase64();
}
