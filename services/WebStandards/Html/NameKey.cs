using System.Runtime.InteropServices;

namespace Crawler.WebStandards.Html;

/// <summary>
/// A tag or attribute name of up to 16 lower-cased bytes, as two machine words; longer names equal nothing.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct NameKey
{
    public const int MaxLength = 16;

    public ulong Low;
    public ulong High;
    public int Length;

    public static NameKey Of(string name)
    {
        var key = default(NameKey);
        foreach (var character in name)
        {
            key.Append((byte)character);
        }

        return key;
    }

    public void Append(byte folded)
    {
        if (Length < 8)
        {
            Low |= (ulong)folded << (Length * 8);
        }
        else if (Length < MaxLength)
        {
            High |= (ulong)folded << ((Length - 8) * 8);
        }

        // Saturates: a name without end must not wrap around to a length that is looked up.
        Length = Math.Min(Length + 1, MaxLength + 1);
    }
}
