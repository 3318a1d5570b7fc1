namespace Crawler.WebStandards.Charsets;

internal sealed class ShiftJisDecoder : DoubleByteDecoder
{
    private static readonly Lazy<DoubleByteTable> Table = new(() => new DoubleByteTable(932));

    protected override int Single(byte value) => value switch
    {
        0x80 => 0x80,
        >= 0xA1 and <= 0xDF => 0xFF61 - 0xA1 + value,
        0xA0 or >= 0xFD => Error,
        _ => 0,
    };

    protected override int Pair(byte lead, byte trail) => Table.Value.Find(lead, trail);
}
