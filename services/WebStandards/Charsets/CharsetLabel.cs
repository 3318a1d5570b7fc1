using System.Collections.Frozen;
using System.Text;

namespace Crawler.WebStandards.Charsets;

/// <summary>Finds the encoding that a label means on the web (Encoding Standard, "get an encoding").</summary>
public static partial class CharsetLabel
{
    private const int MaxLabelLength = 64;

    private static readonly FrozenDictionary<string, WebCharset> Charsets = Load();

    private static readonly FrozenDictionary<string, WebCharset>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Charsets.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// The encoding of a label, case and outer whitespace ignored; null where the web knows no such label.
    /// </summary>
    public static WebCharset? Find(ReadOnlySpan<char> label)
    {
        return Lookup.TryGetValue(label.Trim("\t\n\f\r "), out var charset) ? charset : null;
    }

    /// <summary>The same for a label in bytes.</summary>
    public static WebCharset? Find(ReadOnlySpan<byte> label)
    {
        label = label.Trim("\t\n\f\r "u8);
        if (label.Length > MaxLabelLength)
        {
            return null;
        }

        Span<char> characters = stackalloc char[MaxLabelLength];
        return Find(characters[..Encoding.Latin1.GetChars(label, characters)]);
    }

    private static FrozenDictionary<string, WebCharset> Load()
    {
        var byName = new Dictionary<string, WebCharset>(StringComparer.Ordinal);
        var byLabel = new Dictionary<string, WebCharset>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in Table.Split('\n', StringSplitOptions.TrimEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var name = line[..colon];
            if (!byName.TryGetValue(name, out var charset))
            {
                charset = WebCharset.Create(name);
                byName.Add(name, charset);
            }

            foreach (var label in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                byLabel.Add(label, charset);
            }
        }

        return byLabel.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
