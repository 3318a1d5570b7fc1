namespace Crawler.TestKit.Telemetry;

/// <summary>
/// A span as it was exported. The parent of a trace's root is empty; the links are the trace ids that it refers to.
/// </summary>
public sealed record ExportedSpan(
    string TraceId, string SpanId, string ParentId, string Name, string Source,
    IReadOnlyDictionary<string, string> Resource, IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<string> Links);
