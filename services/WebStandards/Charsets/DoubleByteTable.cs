namespace Crawler.WebStandards.Charsets;

/// <summary>What each pair of bytes means in a code page; zero for pairs without meaning.</summary>
internal sealed class DoubleByteTable
{
    private const int FirstLead = 0x81;
    private const int LastLead = 0xFE;
    private const int FirstTrail = 0x21;
    private const int Trails = 0xFF - FirstTrail;

    private readonly char[] _characters = new char[(LastLead - FirstLead + 1) * Trails];

    public DoubleByteTable(int codePage, int firstTrail = 0x40)
    {
        var encoding = LegacyEncoding.Of(codePage);
        Span<byte> pair = stackalloc byte[2];
        Span<char> result = stackalloc char[8];
        for (var lead = FirstLead; lead <= LastLead; lead++)
        {
            for (var trail = firstTrail; trail < 0xFF; trail++)
            {
                pair[0] = (byte)lead;
                pair[1] = (byte)trail;
                var count = encoding.GetChars(pair, result);
                if (count == 1 && result[0] != '\uFFFD')
                {
                    _characters[((lead - FirstLead) * Trails) + trail - FirstTrail] = result[0];
                }
            }
        }
    }

    public int Find(byte lead, byte trail) =>
        lead is >= FirstLead and <= LastLead && trail is >= FirstTrail and < 0xFF
            ? _characters[((lead - FirstLead) * Trails) + trail - FirstTrail]
            : 0;

    /// <summary>The same without the private use characters that code pages give to unassigned pairs.</summary>
    public int FindPublic(byte lead, byte trail)
    {
        var character = Find(lead, trail);
        return character is >= 0xE000 and <= 0xF8FF ? 0 : character;
    }
}
