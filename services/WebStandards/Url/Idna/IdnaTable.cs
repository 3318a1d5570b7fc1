using System.Text;

namespace Crawler.WebStandards.Url.Idna;

/// <summary>
/// The Unicode data of domain processing, of one fixed version, so that a name's ASCII form (and with it the identity
/// of a URL) does not depend on the machine's ICU library. Of that only NFC is asked, which Unicode keeps stable for
/// every character once assigned.
/// </summary>
internal static partial class IdnaTable
{
    private const int CodePointShift = 11;
    private const uint TraitsMask = (1 << CodePointShift) - 1;
    private const CodePointTraits StatusMask = (CodePointTraits)3;
    private const CodePointTraits BidiMask = (CodePointTraits)(7 << 2);

    public static CodePointTraits Traits(Rune rune)
    {
        return (CodePointTraits)(Ranges[Find(Ranges, (uint)rune.Value)] & TraitsMask);
    }

    /// <summary>Valid, ignored, mapped, or none of them: disallowed.</summary>
    public static CodePointTraits Status(Rune rune)
    {
        return Traits(rune) & StatusMask;
    }

    public static CodePointTraits BidiClass(Rune rune)
    {
        return Traits(rune) & BidiMask;
    }

    /// <summary>Appends what a mapped code point is replaced with.</summary>
    public static void AppendMapping(ref UrlBuffer output, Rune rune)
    {
        var index = Find(MappingStarts, (uint)rune.Value);
        var target = MappingTargets[index];
        if (target >= 0)
        {
            var offset = rune.Value - (int)(MappingStarts[index] >> CodePointShift);
            Span<char> utf16 = stackalloc char[2];
            output.Append(utf16[..new Rune(target + offset).EncodeToUtf16(utf16)]);
            return;
        }

        var start = ~target >> 5;
        output.Append(MappingTexts.AsSpan(start, ~target & 31));
    }

    /// <summary>
    /// The last entry that starts at or before the code point, which is never before the first entry.
    /// </summary>
    private static int Find(ReadOnlySpan<uint> entries, uint codePoint)
    {
        var low = 0;
        var high = entries.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (entries[middle] >> CodePointShift <= codePoint)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }
}
