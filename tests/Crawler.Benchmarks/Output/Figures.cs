using System.Globalization;

namespace Crawler.Benchmarks.Output;

/// <summary>Numbers as a table shows them.</summary>
internal static class Figures
{
    public static string Of(double value, int digits = 1) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);

    public static string Of(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
