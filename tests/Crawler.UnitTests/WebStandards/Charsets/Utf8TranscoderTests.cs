using System.Text;
using Crawler.TestKit.Cases;
using Crawler.WebStandards.Charsets;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Crawler.UnitTests.WebStandards.Charsets;

public sealed class Utf8TranscoderTests(ITestOutputHelper output)
{
    private static readonly string[] Labels =
    [
        "utf-8", "utf-16le", "utf-16be", "windows-1252", "koi8-r", "iso-8859-10", "shift_jis", "euc-jp", "iso-2022-jp",
        "euc-kr", "big5", "gbk", "gb18030", "x-user-defined", "replacement",
    ];

    [CasesFact]
    [Trait("Category", "Cases")]
    public void DecodeCase_GivesItsText()
    {
        using var cases = CaseFiles.Json("encoding", "decode-cases.json");
        var tally = new CaseTally("encoding/decode-cases.json");
        foreach (var row in cases.RootElement.EnumerateArray())
        {
            var charset = CharsetLabel.Find(row.GetProperty("label").GetString());
            var found = charset is null
                ? null
                : Utf8Transcoder.Decode(charset, row.GetProperty("bodyBase64").GetBytesFromBase64());
            var isSame = found == row.GetProperty("text").GetString() && string.Equals(
                charset?.Name, row.GetProperty("encoding").GetString(), StringComparison.OrdinalIgnoreCase);
            tally.Add(row.GetProperty("name").GetString()!, isSame ? null : $"{charset?.Name} {found}");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("shift_jis", new byte[] { 0x93, 0xFA, 0x5C, 0xB1 }, "日\\ｱ")]
    [InlineData("shift_jis", new byte[] { 0x81, 0x3C }, "\uFFFD<")]
    [InlineData("euc-kr", new byte[] { 0xC7, 0x3C, 0xC7, 0xD1 }, "\uFFFD<한")]
    [InlineData("euc-jp", new byte[] { 0x8F, 0xB0, 0xA1, 0x8E, 0xB1 }, "丂ｱ")]
    [InlineData("gb18030", new byte[] { 0x81, 0x30, 0x3C }, "\uFFFD0<")]
    [InlineData("gb18030", new byte[] { 0x94, 0x39, 0xDA, 0x33 }, "💩")]
    [InlineData("iso-2022-jp", new byte[] { 0x1B, 0x28, 0x4A, 0x5C, 0x1B, 0x28, 0x42, 0x5C }, "¥\\")]
    [InlineData("utf-8", new byte[] { 0xE2, 0x82 }, "\uFFFD")]
    [InlineData("utf-16le", new byte[] { 0xFF, 0xFE, 0x3D, 0xD8, 0xA9, 0xDC, 0x41 }, "💩\uFFFD")]
    [InlineData("big5", new byte[] { 0x87, 0x40, 0xFA, 0x40, 0xA4, 0x3C }, "\U000043F0\U00020547\uFFFD<")]
    [InlineData("iso-8859-16", new byte[] { 0xA4, 0xFF }, "€ÿ")]
    public void Bytes_AreDecodedAsTheStandardSays(string label, byte[] bytes, string expected) =>
        Utf8Transcoder.Decode(CharsetLabel.Find(label)!, bytes).ShouldBe(expected);

    [Fact]
    public void BlocksAndBuffersOfAnySize_DoNotChangeTheText()
    {
        var inputs = from label in Gen.Elements(Labels)
                     from bytes in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf()
                     from block in Gen.Choose(1, 7)
                     from room in Gen.Choose(Utf8Transcoder.MinDestination, 20)
                     select (label, bytes, block, room);

        Prop.ForAll(inputs.ToArbitrary(), input =>
        {
            var charset = CharsetLabel.Find(input.label)!;
            var whole = Utf8Transcoder.Decode(charset, input.bytes);
            return InBlocks(new Utf8Transcoder(charset), input.bytes, input.block, input.room) == whole;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void AnyBytes_BecomeTheUtf8ThatTheFrameworkMakesOfThem() =>
        Prop.ForAll(
            Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().ToArbitrary(),
            bytes => Utf8Transcoder.Decode(WebCharset.Utf8, [(byte)'x', .. bytes])
                == "x" + Encoding.UTF8.GetString(bytes))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void ResetTranscoder_KnowsNothingOfTheBodyBefore()
    {
        var transcoder = new Utf8Transcoder(WebCharset.Utf8);
        transcoder.Transcode([0xE2, 0x82], new byte[16], isLast: false, out _, out _);

        transcoder.Reset(WebCharset.Utf8);

        InBlocks(transcoder, "\uFEFFab"u8.ToArray(), 1, 16).ShouldBe("ab");
    }

    [Fact]
    public void LongValidText_PassesThroughUnchanged()
    {
        var text = string.Concat(Enumerable.Repeat("plain é € 😀 ", 5_000));

        InBlocks(new Utf8Transcoder(WebCharset.Utf8), Encoding.UTF8.GetBytes(text), 4_096, 4_096).ShouldBe(text);
    }

    private static string InBlocks(Utf8Transcoder transcoder, byte[] bytes, int block, int room)
    {
        var output = new MemoryStream();
        var buffer = new byte[room];
        for (var start = 0; start < bytes.Length; start += block)
        {
            var part = bytes.AsSpan(start, Math.Min(block, bytes.Length - start));
            while (!part.IsEmpty)
            {
                transcoder.Transcode(part, buffer, isLast: false, out var consumed, out var written);
                output.Write(buffer, 0, written);
                part = part[consumed..];
            }
        }

        int last;
        do
        {
            transcoder.Transcode([], buffer, isLast: true, out _, out last);
            output.Write(buffer, 0, last);
        }
        while (last > 0);

        return Encoding.UTF8.GetString(output.ToArray());
    }
}
