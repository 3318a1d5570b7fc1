using System.Globalization;

namespace Crawler.WebStandards.Sitemaps;

/// <summary>
/// The dates of sitemaps and feeds: W3C Datetime (https://www.w3.org/TR/NOTE-datetime), as Atom has them too, and those
/// of RSS (RFC 822 section 5, with years of two or four digits).
/// </summary>
internal static class SitemapDate
{
    private const int MaxLength = 64;

    private static readonly string[] Days = ["yyyy", "yyyy-MM", "yyyy-MM-dd"];

    private static readonly string[] Times =
    [
        "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
    ];

    private static readonly string[] MailTimes =
    [
        "d MMM yyyy HH:mm zzz", "d MMM yyyy HH:mm:ss zzz", "d MMM yy HH:mm zzz", "d MMM yy HH:mm:ss zzz",
    ];

    private static readonly string[] UniversalZones = [" GMT", " UTC", " UT", " Z"];

    /// <summary>Null for what is no date with a known time zone; a day alone begins in UTC.</summary>
    public static DateTimeOffset? Read(string text)
    {
        text = text.Trim();
        if (text.Length is 0 or > MaxLength)
        {
            return null;
        }

        return ReadExactly(text, Days) ?? ReadExactly(text, Times) ?? ReadMail(text);
    }

    private static DateTimeOffset? ReadMail(string text)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        var date = text[(comma + 1)..].Trim();
        foreach (var zone in UniversalZones)
        {
            if (date.EndsWith(zone, StringComparison.OrdinalIgnoreCase))
            {
                date = date[..^zone.Length] + " +00:00";
                break;
            }
        }

        return ReadExactly(date, MailTimes);
    }

    private static DateTimeOffset? ReadExactly(string text, string[] formats) =>
        DateTimeOffset.TryParseExact(
            text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : null;
}
