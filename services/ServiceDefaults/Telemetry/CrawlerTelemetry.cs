using System.Diagnostics;
using System.Diagnostics.Metrics;

using Crawler.ServiceDefaults.Hosting;

namespace Crawler.ServiceDefaults.Telemetry;

/// <summary>The source of the platform's own spans, and the meter of its own measurements.</summary>
/// <remarks>
/// Services count and trace with .NET's own types and know nothing of OpenTelemetry. What they say costs next to
/// nothing while nobody listens: a span that nobody takes is not made, and an instrument without a listener returns at
/// once. Where composing a measurement costs something, ask the instrument first whether it is enabled.
/// <para>
/// One trace follows a crawl. The request that submits it begins the trace, messages carry it on, through rows of the
/// outbox too, and the crawl's row keeps it for what the passing of time causes.
/// </para>
/// </remarks>
public static class CrawlerTelemetry
{
    /// <summary>The name of both source and meter.</summary>
    public const string Name = "Crawler";

    /// <summary>Begins spans.</summary>
    public static ActivitySource Spans { get; } = new(Name, ProcessInstance.Version);

    /// <summary>The platform's meter; the factory keeps one of it.</summary>
    public static Meter CreateCrawlerMeter(this IMeterFactory meters) => meters.Create(Name, ProcessInstance.Version);

    /// <summary>
    /// Begins a span that goes on with an earlier trace (W3C traceparent), which a row has kept. Null while nobody
    /// listens.
    /// </summary>
    public static Activity? Resume(string name, string? traceParent, ActivityKind kind = ActivityKind.Internal) =>
        !Spans.HasListeners() ? null
        : ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent)
            ? Spans.StartActivity(name, kind, parent)
            : Spans.StartActivity(name, kind);

    /// <summary>
    /// Begins a span that refers to an earlier trace without being part of it; a trace of its own where no span is
    /// open. Null while nobody listens.
    /// </summary>
    public static Activity? Follow(string name, string? traceParent) =>
        !Spans.HasListeners() ? null
        : ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var earlier)
            ? Spans.StartActivity(name, ActivityKind.Internal, parentContext: default, links: [new ActivityLink(earlier)])
            : Spans.StartActivity(name);
}
