using System.Globalization;
using System.Text;
using Crawler.WebStandards.Charsets;
using Crawler.WebStandards.Html;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Html;

/// <summary>Pages of any length are read in constant memory.</summary>
public sealed class HtmlStreamingTests
{
    private const int Megabyte = 1024 * 1024;

    private readonly Utf8Transcoder _transcoder = new(WebCharset.Utf8);
    private readonly HtmlPageParser _parser = new();

    [Theory]
    [InlineData("utf-8")]
    [InlineData("windows-1252")]
    public void PageOfAHundredMegabytes_TakesNoMoreMemoryThanOneOfTen(string charset)
    {
        var read = new List<long>();

        Read(charset, 10 * Megabyte);
        foreach (var bytes in new[] { 10 * Megabyte, 100 * Megabyte })
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Read(charset, bytes);
            read.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }

        read[1].ShouldBeLessThan(read[0] + (Megabyte / 4));
        _parser.Page.LinksCut.ShouldBeTrue();
        _parser.Page.Title.ShouldBe("Long");
    }

    /// <summary>Text, an attribute and a comment that never end are as harmless as many tags.</summary>
    [Theory]
    [InlineData("<title>")]
    [InlineData("<a href='")]
    [InlineData("<!-- ")]
    [InlineData("<script>")]
    [InlineData("<p ")]
    public void TokenOfAHundredMegabytes_IsReadInConstantMemory(string beginning)
    {
        var filler = new byte[64 * 1024];
        filler.AsSpan().Fill((byte)'x');
        _parser.Reset(HtmlPageOptions.Default);
        _parser.Write(Encoding.UTF8.GetBytes(beginning));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var written = 0; written < 100 * Megabyte; written += filler.Length)
        {
            _parser.Write(filler);
        }

        _parser.Complete();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 * Megabyte);
    }

    private void Read(string charset, int bytes)
    {
        var block = new byte[64 * 1024];
        var text = new byte[80 * 1024];
        _transcoder.Reset(CharsetLabel.Find(charset)!);
        _parser.Reset(HtmlPageOptions.Default);
        _parser.Write("<title>Long</title>"u8);
        var number = 0;
        for (var read = 0; read < bytes; read += block.Length)
        {
            Fill(block, ref number);
            var rest = block.AsSpan();
            while (!rest.IsEmpty)
            {
                _transcoder.Transcode(rest, text, isLast: false, out var consumed, out var written);
                _parser.Write(text.AsSpan(0, written));
                rest = rest[consumed..];
            }
        }

        _parser.Complete();
    }

    private static void Fill(Span<byte> block, ref int number)
    {
        block.Fill((byte)' ');
        for (var at = 0; at + 256 <= block.Length; at += 256)
        {
            "<p class=x>words and words</p><a href=/page/"u8.CopyTo(block[at..]);
            number++.TryFormat(block[(at + 44)..], out var digits, default, CultureInfo.InvariantCulture);
            block[at + 44 + digits] = (byte)'>';
        }
    }
}
