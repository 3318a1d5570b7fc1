using System.Diagnostics;
using System.Diagnostics.Metrics;

using Crawler.Contracts.V1.Fetching;
using Crawler.Downloader.Fetching;

namespace Crawler.Downloader.Telemetry;

/// <summary>What the downloader counts and measures, and the source of its spans.</summary>
internal sealed class DownloaderMetrics : IDisposable
{
    public const string Name = "Crawler.Downloader";

    private readonly Meter _meter;
    private readonly Counter<long> _outcomes;
    private readonly Counter<long> _sentBytes;
    private readonly Counter<long> _decodedBytes;
    private readonly Counter<long> _links;
    private readonly Counter<long> _knownLinks;
    private readonly Counter<long> _robots;
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _batches;

    public DownloaderMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _outcomes = _meter.CreateCounter<long>("crawler.downloader.outcomes", "{url}", "URLs answered, by outcome.");
        _sentBytes = _meter.CreateCounter<long>("crawler.downloader.body.sent", "By", "Body bytes as sent.");
        _decodedBytes = _meter.CreateCounter<long>("crawler.downloader.body.decoded", "By", "Body bytes as decoded.");
        _links = _meter.CreateCounter<long>("crawler.downloader.links", "{link}", "Links answered.");
        _knownLinks = _meter.CreateCounter<long>(
            "crawler.downloader.links.known", "{link}", "Links left out of answers, since Scheduler has them.");
        _robots = _meter.CreateCounter<long>("crawler.downloader.robots", "{file}", "robots.txt files, by access.");
        _duration = _meter.CreateHistogram<double>("crawler.downloader.fetch.duration", "s", "Time of a fetch.");
        _batches = _meter.CreateUpDownCounter<long>("crawler.downloader.batches", "{batch}", "Batches that run.");
    }

    public ActivitySource Spans { get; } = new(Name);

    public void BatchBegun() => _batches.Add(1);

    public void BatchEnded(HostBatchFetched answer)
    {
        _batches.Add(-1);
        _links.Add(answer.Links.Count);
        foreach (var outcome in answer.Outcomes)
        {
            _outcomes.Add(1, Tag(outcome));
        }

        foreach (var robots in answer.Robots)
        {
            _robots.Add(1, new KeyValuePair<string, object?>("access", robots.Access.ToString()));
        }
    }

    public void LinksLeftOut(int count) => _knownLinks.Add(count);

    public void Fetched(FetchExchange exchange, UrlOutcome outcome)
    {
        _duration.Record(exchange.Duration.TotalSeconds, Tag(outcome));
        _sentBytes.Add(exchange.Body?.Length ?? 0);
        _decodedBytes.Add(outcome.BodyBytes);
    }

    public void Dispose()
    {
        _meter.Dispose();
        Spans.Dispose();
    }

    private static KeyValuePair<string, object?> Tag(UrlOutcome outcome) =>
        new("outcome", outcome.Reason ?? outcome.Kind.ToString());
}
