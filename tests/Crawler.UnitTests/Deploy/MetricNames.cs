using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;

namespace Crawler.UnitTests.Deploy;

/// <summary>
/// The names under which Prometheus knows instruments that came by OTLP (OpenTelemetry's compatibility with Prometheus).
/// </summary>
internal static partial class MetricNames
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["s"] = "_seconds",
        ["By"] = "_bytes",
        ["1"] = "_ratio",
    };

    public static IEnumerable<string> Of(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_') + Units.GetValueOrDefault(instrument.Unit ?? "", "");
        var kind = instrument.GetType().Name.Split('`')[0];
        return kind switch
        {
            "Histogram" => [$"{name}_bucket", $"{name}_count", $"{name}_sum"],
            "Counter" or "ObservableCounter" => [$"{name}_total"],
            _ => [name],
        };
    }

    /// <summary>The names of ours and of .NET that a text uses.</summary>
    public static IEnumerable<string> UsedIn(string text) =>
        Name().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal);

    [GeneratedRegex("\\b(?:crawler|dotnet)_[a-z_]+\\b", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Name();
}
