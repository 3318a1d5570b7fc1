using Crawler.Contracts.V1.Crawls;
using Crawler.TestKit.Waiting;

using Shouldly;

namespace Crawler.TestKit.Telemetry;

/// <summary>The trace of a crawl as a collector has it.</summary>
public static class CrawlTrace
{
    private static readonly string[] Messages =
        ["SubmitCrawl", "AdmitSeeds", "FetchHostBatch", "HostBatchFetched", "FrontierDrained"];

    private static readonly string[] Steps =
        ["outbox deliver", "dispatch", "fetch robots.txt", "fetch", "commit", "fetch-host-batch process"];

    /// <summary>The first span of the kind, as soon as there is one.</summary>
    public static async Task<ExportedSpan> SpanAsync(this OtlpReceiver collector, Func<ExportedSpan, bool> condition)
    {
        await Eventually.HoldsAsync(
            () => collector.Spans.Any(condition),
            because: string.Join('\n', collector.Spans.Select(span => $"{span.Source}: {span.Name}").Distinct()));
        return collector.Spans.First(condition);
    }

    /// <summary>The one crawl that was submitted is one trace, from the request to the message that tells its end.</summary>
    /// <returns>All its spans.</returns>
    public static async Task<IReadOnlyList<ExportedSpan>> ShouldTellOneTraceAsync(
        this OtlpReceiver collector, int pages, string gateway = "embedded")
    {
        var request = await collector.SpanAsync(span => span.Name == "POST /v1/crawls");
        await collector.SpanAsync(span => span.TraceId == request.TraceId && IsSending(span, nameof(CrawlCompleted)));
        await Eventually.HoldsAsync(() => HasAllParents(collector.TraceOf(request)));
        var trace = collector.TraceOf(request);
        foreach (var message in Messages)
        {
            trace.ShouldContain(span => IsSending(span, message), message);
        }

        foreach (var step in Steps)
        {
            trace.ShouldContain(span => span.Name == step, step);
        }

        trace.Count(span => span.Name == "fetch").ShouldBe(pages);
        trace.Where(span => span.Source == "Microsoft.AspNetCore").ShouldHaveSingleItem("Sites see nothing of a trace.");
        request.Attributes["http.response.status_code"].ShouldBe("202");
        request.Resource["service.name"].ShouldBe(gateway);
        request.Resource["service.instance.id"].ShouldNotBeEmpty();
        request.Resource["service.version"].ShouldNotBeEmpty();
        return trace;
    }

    private static List<ExportedSpan> TraceOf(this OtlpReceiver collector, ExportedSpan span) =>
        [.. collector.Spans.Where(other => other.TraceId == span.TraceId)];

    /// <summary>Spans that enclose others end, and are exported, after them.</summary>
    private static bool HasAllParents(List<ExportedSpan> trace) =>
        trace.TrueForAll(span => span.ParentId == "" || trace.Exists(parent => parent.SpanId == span.ParentId));

    private static bool IsSending(ExportedSpan span, string message) =>
        span.Name.EndsWith($":{message} send", StringComparison.Ordinal);
}
