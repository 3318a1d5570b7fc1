using System.Collections.Concurrent;

using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

using Crawler.Benchmarks.Output;

namespace Crawler.Benchmarks.Micro;

/// <summary>Megabytes (10^6) a second, of benchmarks that say how many bytes one operation reads.</summary>
internal sealed class ThroughputColumn : IColumn
{
    private static readonly ConcurrentDictionary<string, double> Bytes = new(StringComparer.Ordinal);

    public string Id => nameof(ThroughputColumn);

    public string ColumnName => "MB/s";

    public string Legend => "10^6 bytes read in a second, on one core";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    /// <summary>Says how many bytes one operation of a benchmark's method reads.</summary>
    public static void Says(string method, double bytes) => Bytes[method] = bytes;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        Bytes.TryGetValue(benchmarkCase.Descriptor.WorkloadMethod.Name, out var bytes)
        && summary[benchmarkCase]?.ResultStatistics is { } statistics
            ? Figures.Of(bytes * 1000 / statistics.Mean, 0)
            : "";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        GetValue(summary, benchmarkCase);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => true;
}
