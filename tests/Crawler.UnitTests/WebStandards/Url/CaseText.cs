using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Crawler.UnitTests.WebStandards.Url;

/// <summary>Reads strings of case files in which surrogates stand alone, which JsonElement refuses to do.</summary>
internal static class CaseText
{
    public static IEnumerable<JsonElement> Rows(JsonDocument document)
    {
        return document.RootElement.EnumerateArray().Where(row => row.ValueKind == JsonValueKind.Object);
    }

    public static string? Of(JsonElement row, string property)
    {
        return row.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? Unescape(value.GetRawText().AsSpan()[1..^1])
            : null;
    }

    private static string Unescape(ReadOnlySpan<char> json)
    {
        var text = new StringBuilder();
        while (!json.IsEmpty)
        {
            if (json[0] != '\\')
            {
                text.Append(json[0]);
                json = json[1..];
            }
            else if (json[1] == 'u')
            {
                text.Append((char)ushort.Parse(json[2..6], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                json = json[6..];
            }
            else
            {
                const string names = "bfnrt";
                var name = names.IndexOf(json[1], StringComparison.Ordinal);
                text.Append(name < 0 ? json[1] : "\b\f\n\r\t"[name]);
                json = json[2..];
            }
        }

        return text.ToString();
    }
}
