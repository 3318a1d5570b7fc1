using System.Buffers.Binary;

namespace Crawler.WebStandards.Charsets;

internal sealed class Utf16Decoder(bool bigEndian) : CharsetDecoder
{
    protected override bool IsAsciiCompatible => false;

    protected override bool HasByteOrderMark => true;

    protected override int DecodeOne(ReadOnlySpan<byte> input, bool isLast, out int codePoint, out int second)
    {
        second = 0;
        codePoint = Error;
        if (input.Length < 2)
        {
            return isLast ? input.Length : 0;
        }

        var unit = Unit(input);
        if (!char.IsSurrogate(unit))
        {
            codePoint = unit;
            return 2;
        }

        if (char.IsLowSurrogate(unit))
        {
            return 2;
        }

        if (input.Length < 4)
        {
            return isLast ? input.Length : 0;
        }

        var low = Unit(input[2..]);
        if (!char.IsLowSurrogate(low))
        {
            return 2;
        }

        codePoint = char.ConvertToUtf32(unit, low);
        return 4;
    }

    private char Unit(ReadOnlySpan<byte> input) => (char)(bigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(input)
        : BinaryPrimitives.ReadUInt16LittleEndian(input));
}
