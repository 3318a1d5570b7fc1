using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Xml;

namespace Crawler.ServiceDefaults.Serialization;

/// <summary>
/// Durations as people write them: <c>500ms</c>, <c>1.5s</c>, <c>10m</c>, <c>2h</c>, <c>7d</c>; ISO 8601 is read too.
/// </summary>
public static class DurationText
{
    /// <summary>How a duration is written, for messages to users.</summary>
    public const string Format = "a duration such as 500ms, 1.5s, 10m, 2h or 7d";

    private static readonly (string Unit, double Milliseconds)[] Units =
    [
        ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ];

    /// <summary>
    /// Reads a duration that is not negative and at most 10,000 days long. Zero may be written without a unit.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TimeSpan duration)
    {
        duration = default;
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed) || trimmed.Length > 64)
        {
            return false;
        }

        return (trimmed[0] is 'P' or 'p' ? TryParseIso(trimmed, out duration) : TryParseUnit(trimmed, out duration))
            && duration >= TimeSpan.Zero
            && duration <= TimeSpan.FromDays(10_000);
    }

    /// <summary>Writes a duration in the largest unit that needs no fraction.</summary>
    public static string Write(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        for (var i = Units.Length - 1; i > 0; i--)
        {
            var unitTicks = (long)(Units[i].Milliseconds * TimeSpan.TicksPerMillisecond);
            if (duration.Ticks % unitTicks == 0)
            {
                return (duration.Ticks / unitTicks).ToString(CultureInfo.InvariantCulture) + Units[i].Unit;
            }
        }

        return ((decimal)duration.Ticks / TimeSpan.TicksPerMillisecond).ToString(
            "0.####", CultureInfo.InvariantCulture) + "ms";
    }

    private static bool TryParseUnit(string text, out TimeSpan duration)
    {
        duration = default;
        if (text == "0")
        {
            return true;
        }

        var digits = text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyz");
        var unit = text[digits.Length..];
        foreach (var (name, milliseconds) in Units)
        {
            if (unit != name)
            {
                continue;
            }

            if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                || value > 900_000_000_000m)
            {
                return false;
            }

            duration = new TimeSpan((long)(value * (decimal)milliseconds * TimeSpan.TicksPerMillisecond));
            return true;
        }

        return false;
    }

    private static bool TryParseIso(string text, out TimeSpan duration)
    {
        duration = default;
        try
        {
            duration = XmlConvert.ToTimeSpan(text.ToUpperInvariant());
            return true;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return false;
        }
    }
}
