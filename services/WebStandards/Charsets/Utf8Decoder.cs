using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Crawler.WebStandards.Charsets;

/// <summary>UTF-8: valid blocks are copied whole, broken sequences become U+FFFD per maximal subpart.</summary>
internal sealed class Utf8Decoder : CharsetDecoder
{
    // Small, because a slice with an error is validated again behind each of its characters.
    private const int SliceBytes = 512;

    protected override bool HasByteOrderMark => true;

    protected override int CopyRun(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var copied = 0;
        while (true)
        {
            var room = Math.Min(Math.Min(source.Length, destination.Length) - copied, SliceBytes);
            var slice = source.Slice(copied, WholeCharacters(source.Slice(copied, room)));
            if (slice.IsEmpty || !Utf8.IsValid(slice))
            {
                return copied + base.CopyRun(source[copied..], destination[copied..]);
            }

            slice.CopyTo(destination[copied..]);
            copied += slice.Length;
        }
    }

    protected override int DecodeOne(ReadOnlySpan<byte> input, bool isLast, out int codePoint, out int second)
    {
        second = 0;
        var status = Rune.DecodeFromUtf8(input, out var rune, out var consumed);
        codePoint = rune.Value;
        return status == OperationStatus.NeedMoreData && !isLast ? 0 : consumed;
    }

    /// <summary>The length without a last character that may be cut.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> text)
    {
        for (var back = 1; back <= 3 && back <= text.Length; back++)
        {
            var value = text[^back];
            if (value < 0x80)
            {
                break;
            }

            if (value >= 0xC0)
            {
                return text.Length - back;
            }
        }

        return text.Length;
    }
}
