using System.Globalization;

namespace Crawler.WebStandards.Url.Traps;

/// <summary>Finds months and days in paths and queries. A year alone is taken for a number.</summary>
internal static class CalendarDates
{
    private const int MaxSegments = 64;

    /// <summary>Whether a date is named that lies further off than any page announces or remembers.</summary>
    public static bool LieFarOff(ReadOnlySpan<char> path, ReadOnlySpan<char> query, DateTimeOffset now) =>
        InPath(path, now) || InQuery(query, now);

    private static bool InPath(ReadOnlySpan<char> path, DateTimeOffset now)
    {
        if (!path.ContainsAnyInRange('0', '9'))
        {
            return false;
        }

        Span<Range> ranges = stackalloc Range[MaxSegments];
        var segments = ranges[..path.Split(ranges, '/')];
        for (var i = 0; i < segments.Length; i++)
        {
            var segment = path[segments[i]];
            var isFar = IsHyphenated(segment, now);
            if (!isFar && i + 1 < segments.Length && TryYear(segment, out var year)
                && TryNumber(path[segments[i + 1]], 1, 12, out var month))
            {
                isFar = IsFar(year, month, now);
            }

            if (isFar)
            {
                return true;
            }
        }

        return false;
    }

    private static bool InQuery(ReadOnlySpan<char> query, DateTimeOffset now)
    {
        int? year = null, month = null;
        foreach (var range in query.Split('&'))
        {
            var parameter = query[range];
            var equals = parameter.IndexOf('=');
            if (equals < 0)
            {
                continue;
            }

            var name = parameter[..equals];
            var value = parameter[(equals + 1)..];
            if (IsHyphenated(value, now) || (IsDateName(name) && IsCompact(value, now)))
            {
                return true;
            }

            if (name is "y" || name.EndsWith("year", StringComparison.OrdinalIgnoreCase))
            {
                year = TryYear(value, out var given) ? given : year;
            }
            else if (name is "m" || name.StartsWith("mon", StringComparison.OrdinalIgnoreCase))
            {
                month = TryNumber(value, 1, 12, out var given) ? given : month;
            }
        }

        return year is { } y && month is { } m && IsFar(y, m, now);
    }

    private static bool IsDateName(ReadOnlySpan<char> name) =>
        name.Contains("date", StringComparison.OrdinalIgnoreCase)
        || name.Contains("day", StringComparison.OrdinalIgnoreCase)
        || name.Contains("month", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("cal", StringComparison.OrdinalIgnoreCase);

    /// <summary>2031-05 or 2031-05-12, with anything behind it that is no digit.</summary>
    private static bool IsHyphenated(ReadOnlySpan<char> text, DateTimeOffset now) =>
        text.Length >= 7
        && text[4] == '-'
        && (text.Length == 7 || !char.IsAsciiDigit(text[7]))
        && TryYear(text[..4], out var year)
        && TryNumber(text[5..7], 1, 12, out var month)
        && IsFar(year, month, now);

    /// <summary>20310512 or 203105.</summary>
    private static bool IsCompact(ReadOnlySpan<char> text, DateTimeOffset now) =>
        text.Length is 6 or 8
        && TryYear(text[..4], out var year)
        && TryNumber(text[4..6], 1, 12, out var month)
        && (text.Length == 6 || TryNumber(text[6..], 1, 31, out _))
        && IsFar(year, month, now);

    private static bool IsFar(int year, int month, DateTimeOffset now) =>
        year < TrapSigns.FirstYear
        || new DateTimeOffset(year, month, 1, 0, 0, 0, TimeSpan.Zero) > now + TrapSigns.Ahead;

    private static bool TryYear(ReadOnlySpan<char> text, out int year)
    {
        year = 0;
        return text.Length == 4 && TryNumber(text, 1000, 9999, out year);
    }

    private static bool TryNumber(ReadOnlySpan<char> text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && text.Length <= 4
        && number >= least
        && number <= most;
}
