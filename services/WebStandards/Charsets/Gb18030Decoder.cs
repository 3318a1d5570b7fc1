using System.Buffers;
using System.Text;

namespace Crawler.WebStandards.Charsets;

/// <summary>The decoder of GBK and gb18030: pairs, and four bytes where the second is a digit.</summary>
internal sealed class Gb18030Decoder : DoubleByteDecoder
{
    private const int CodePage = 54936;

    private static readonly Lazy<DoubleByteTable> Table = new(() => new DoubleByteTable(CodePage));
    private static readonly Lazy<Encoding> Whole = new(() => LegacyEncoding.Of(CodePage));

    protected override int Single(byte value) => value switch
    {
        0x80 => 0x20AC,
        0xFF => Error,
        _ => 0,
    };

    protected override int Pair(byte lead, byte trail) => Table.Value.Find(lead, trail);

    protected override int Sequence(ReadOnlySpan<byte> input, bool isLast, out int codePoint, out int second)
    {
        if (!char.IsAsciiDigit((char)input[1]))
        {
            return base.Sequence(input, isLast, out codePoint, out second);
        }

        second = 0;
        codePoint = Error;
        if ((input.Length > 2 && input[2] is < 0x81 or 0xFF)
            || (input.Length > 3 && !char.IsAsciiDigit((char)input[3])))
        {
            return 1;
        }

        if (input.Length < 4)
        {
            return isLast ? input.Length : 0;
        }

        Span<char> characters = stackalloc char[4];
        var count = Whole.Value.GetChars(input[..4], characters);
        if (Rune.DecodeFromUtf16(characters[..count], out var rune, out var used) == OperationStatus.Done
            && used == count)
        {
            codePoint = rune.Value;
        }

        return 4;
    }
}
