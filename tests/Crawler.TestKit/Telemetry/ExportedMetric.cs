namespace Crawler.TestKit.Telemetry;

/// <summary>
/// A metric as it was exported, with its last points. Its value is the sum of theirs; of a histogram, how much it has
/// counted.
/// </summary>
public sealed record ExportedMetric(
    string Name, string Unit, string Description, string Meter, double Value,
    IReadOnlyDictionary<string, string> Resource, IReadOnlyList<IReadOnlyDictionary<string, string>> Points);
