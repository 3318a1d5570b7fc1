using System.Globalization;

namespace Crawler.WebStandards.Charsets;

/// <summary>The Hong Kong characters of the standard's Big5, which code page 950 does not have.</summary>
internal static partial class Big5Extension
{
    private static readonly Lazy<Dictionary<int, int>> CodePoints = new(Load);

    /// <summary>The code point of a pair; zero for none.</summary>
    public static int Find(byte lead, byte trail) => CodePoints.Value.GetValueOrDefault((lead << 8) | trail);

    private static Dictionary<int, int> Load()
    {
        var codePoints = new Dictionary<int, int>();
        foreach (var line in Table.Split('\n', StringSplitOptions.TrimEntries))
        {
            var pair = int.Parse(line.AsSpan(0, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            foreach (var rune in line.AsSpan(5).EnumerateRunes())
            {
                codePoints.Add(pair++, rune.Value);
            }
        }

        return codePoints;
    }
}
