namespace Crawler.TestKit.Telemetry;

/// <summary>A log entry as it was exported.</summary>
public sealed record ExportedLog(
    string Severity, string Body, string TraceId, string Category, IReadOnlyDictionary<string, string> Resource,
    IReadOnlyDictionary<string, string> Attributes);
