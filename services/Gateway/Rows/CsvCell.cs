using System.Globalization;

namespace Crawler.Gateway.Rows;

/// <summary>Values as they stand in comma-separated text (RFC 4180).</summary>
internal static class CsvCell
{
    public static string Of(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    public static string Of(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture) ?? "";

    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        // A spreadsheet takes such a cell for a formula; titles come from strangers (OWASP, CSV injection).
        var safe = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return safe.AsSpan().ContainsAny(",\"\r\n")
            ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
