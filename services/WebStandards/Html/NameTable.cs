namespace Crawler.WebStandards.Html;

/// <summary>A fixed set of names, found by one multiplication and, nearly always, one comparison.</summary>
internal sealed class NameTable
{
    private const int Slots = 512;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private readonly ulong[] _low = new ulong[Slots];
    private readonly ulong[] _high = new ulong[Slots];
    private readonly byte[] _values = new byte[Slots];

    public void Add(string name, byte value)
    {
        var key = NameKey.Of(name);
        var slot = SlotOf(key.Low, key.High);
        while (_low[slot] != 0)
        {
            slot = (slot + 1) & (Slots - 1);
        }

        _low[slot] = key.Low;
        _high[slot] = key.High;
        _values[slot] = value;
    }

    /// <summary>The value of a name, or zero. A folded name holds no NUL, so its words alone identify it.</summary>
    public byte Find(ulong low, ulong high, int length)
    {
        if (length > NameKey.MaxLength)
        {
            return 0;
        }

        var slot = SlotOf(low, high);
        while (_low[slot] != 0)
        {
            if (_low[slot] == low && _high[slot] == high)
            {
                return _values[slot];
            }

            slot = (slot + 1) & (Slots - 1);
        }

        return 0;
    }

    private static int SlotOf(ulong low, ulong high) => (int)(((low ^ (high * 31)) * Multiplier) >> 55);
}
