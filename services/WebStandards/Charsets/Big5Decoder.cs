namespace Crawler.WebStandards.Charsets;

internal sealed class Big5Decoder : DoubleByteDecoder
{
    private static readonly Lazy<DoubleByteTable> Table = new(() => new DoubleByteTable(950));

    protected override int Single(byte value) => value is 0x80 or 0xFF ? Error : 0;

    protected override int Pair(byte lead, byte trail)
    {
        var extension = Big5Extension.Find(lead, trail);
        return extension != 0 ? extension : Table.Value.FindPublic(lead, trail);
    }

    protected override int Sequence(ReadOnlySpan<byte> input, bool isLast, out int codePoint, out int second)
    {
        // Four pairs are a letter with a combining mark (Encoding Standard, Big5 decoder).
        (codePoint, second) = (input[0], input[1]) switch
        {
            (0x88, 0x62) => (0xCA, 0x304),
            (0x88, 0x64) => (0xCA, 0x30C),
            (0x88, 0xA3) => (0xEA, 0x304),
            (0x88, 0xA5) => (0xEA, 0x30C),
            _ => (0, 0),
        };
        return codePoint != 0 ? 2 : base.Sequence(input, isLast, out codePoint, out second);
    }
}
