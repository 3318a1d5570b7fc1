using System.Globalization;
using System.Text;

namespace Crawler.WebStandards.Html;

/// <summary>The named character references of HTML, found by longest prefix.</summary>
internal static partial class NamedCharacterReferences
{
    private static readonly Dictionary<string, Reference> References = Load();
    private static readonly int MaxNameLength = References.Keys.Max(name => name.Length);

    private static readonly Dictionary<string, Reference>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        References.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// Matches the text after '&amp;' and answers how many bytes the reference takes, semicolon included; zero for
    /// none.
    /// </summary>
    public static int Match(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> utf8)
    {
        Span<char> name = stackalloc char[MaxNameLength];
        var length = 0;
        while (length < name.Length && length < text.Length && char.IsAsciiLetterOrDigit((char)text[length]))
        {
            name[length] = (char)text[length];
            length++;
        }

        for (var size = length; size > 0; size--)
        {
            if (Lookup.TryGetValue(name[..size], out var reference))
            {
                var terminated = size < text.Length && text[size] == ';';
                if (terminated || reference.SemicolonOptional)
                {
                    utf8 = reference.Utf8;
                    return size + (terminated ? 1 : 0);
                }
            }
        }

        utf8 = default;
        return 0;
    }

    private static Dictionary<string, Reference> Load()
    {
        var references = new Dictionary<string, Reference>(StringComparer.Ordinal);
        foreach (var entry in Table.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            var text = new StringBuilder();
            foreach (var codePoint in entry[(colon + 1)..].Split('+'))
            {
                text.Append(new Rune(int.Parse(codePoint, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
            }

            references[entry[..colon].TrimEnd('!')] =
                new Reference(Encoding.UTF8.GetBytes(text.ToString()), entry[colon - 1] == '!');
        }

        return references;
    }

    private sealed record Reference(byte[] Utf8, bool SemicolonOptional);
}
