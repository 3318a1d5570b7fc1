namespace Crawler.WebStandards.Charsets;

internal sealed class EucKrDecoder : DoubleByteDecoder
{
    private static readonly Lazy<DoubleByteTable> Table = new(() => new DoubleByteTable(949));

    protected override int Single(byte value) => value is 0x80 or 0xFF ? Error : 0;

    protected override int Pair(byte lead, byte trail) => Table.Value.FindPublic(lead, trail);
}
