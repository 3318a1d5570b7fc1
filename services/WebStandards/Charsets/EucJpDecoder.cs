namespace Crawler.WebStandards.Charsets;

/// <summary>JIS X 0208 in pairs, half-width katakana after 0x8E, JIS X 0212 in three bytes after 0x8F.</summary>
internal sealed class EucJpDecoder : DoubleByteDecoder
{
    private static readonly Lazy<DoubleByteTable> Table = new(() => new DoubleByteTable(51932));
    private static readonly Lazy<DoubleByteTable> Supplement = new(() => new DoubleByteTable(20932, 0x21));

    /// <summary>The JIS X 0208 character of a pair with high bits on; zero for none.</summary>
    public static int Kanji(byte lead, byte trail) => trail >= 0xA1 ? Table.Value.Find(lead, trail) : 0;

    protected override int Single(byte value) => value is 0x8E or 0x8F or (>= 0xA1 and <= 0xFE) ? 0 : Error;

    protected override int Pair(byte lead, byte trail)
    {
        if (lead == 0x8E)
        {
            return trail is >= 0xA1 and <= 0xDF ? 0xFF61 - 0xA1 + trail : 0;
        }

        return Kanji(lead, trail);
    }

    protected override int Sequence(ReadOnlySpan<byte> input, bool isLast, out int codePoint, out int second)
    {
        if (input[0] != 0x8F || input[1] < 0xA1 || input[1] == 0xFF)
        {
            return base.Sequence(input, isLast, out codePoint, out second);
        }

        second = 0;
        codePoint = Error;
        if (input.Length < 3)
        {
            return isLast ? input.Length : 0;
        }

        // Code page 20932 writes the supplement in pairs whose trail has its high bit off.
        var found = input[2] >= 0xA1 ? Supplement.Value.Find(input[1], (byte)(input[2] & 0x7F)) : 0;
        codePoint = found == 0 ? Error : found;
        return input[2] < 0x80 ? 2 : 3;
    }
}
