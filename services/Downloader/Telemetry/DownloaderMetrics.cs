using System.Diagnostics.Metrics;

using Crawler.Contracts.V1.Fetching;
using Crawler.Downloader.Fetching;
using Crawler.Downloader.Storage;
using Crawler.ServiceDefaults.Telemetry;

namespace Crawler.Downloader.Telemetry;

/// <summary>What the downloader counts and measures.</summary>
internal sealed class DownloaderMetrics
{
    private readonly Counter<long> _outcomes;
    private readonly Counter<long> _sentBytes;
    private readonly Counter<long> _decodedBytes;
    private readonly Counter<long> _links;
    private readonly Counter<long> _knownLinks;
    private readonly Counter<long> _cutLinks;
    private readonly Counter<long> _robots;
    private readonly Counter<long> _storageFailures;
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _batches;

    public DownloaderMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateCrawlerMeter();
        _outcomes = meter.CreateCounter<long>(
            "crawler.downloader.outcomes", "{url}", "URLs answered, by outcome and reason.");
        _sentBytes = meter.CreateCounter<long>("crawler.downloader.body.sent", "By", "Body bytes as sites sent them.");
        _decodedBytes = meter.CreateCounter<long>(
            "crawler.downloader.body.decoded", "By", "Body bytes of pages, decoded.");
        _links = meter.CreateCounter<long>("crawler.downloader.links", "{link}", "Links answered.");
        _knownLinks = meter.CreateCounter<long>(
            "crawler.downloader.links.known", "{link}", "Links left out of answers, since Scheduler has them.");
        _cutLinks = meter.CreateCounter<long>(
            "crawler.downloader.links.cut", "{link}", "Links lost, since their page has more than an answer carries.");
        _robots = meter.CreateCounter<long>(
            "crawler.downloader.robots", "{file}", "robots.txt files asked for, by access.");
        _storageFailures = meter.CreateCounter<long>(
            "crawler.downloader.storage.failures", "{failure}", "Failures to keep something, by storage.");
        _duration = meter.CreateHistogram(
            "crawler.downloader.fetch.duration", "s", "Time from a fetch's start to its last byte, by outcome.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
            });
        _batches = meter.CreateUpDownCounter<long>(
            "crawler.downloader.batches", "{batch}", "Batches that are being worked on.");
    }

    public void BatchBegun() => _batches.Add(1);

    /// <param name="answer">The batch's answer as it is sent.</param>
    /// <param name="links">How many links it brought, in itself or laid aside.</param>
    public void BatchEnded(HostBatchFetched answer, int links)
    {
        _batches.Add(-1);
        _links.Add(links);
        if (_outcomes.Enabled)
        {
            foreach (var outcome in answer.Outcomes)
            {
                _outcomes.Add(1, Kind(outcome), new KeyValuePair<string, object?>("reason", outcome.Reason ?? "none"));
            }
        }

        foreach (var robots in answer.Robots)
        {
            _robots.Add(1, new KeyValuePair<string, object?>("access", robots.Access.ToString()));
        }
    }

    public void LinksLeftOut(int count) => _knownLinks.Add(count);

    public void LinksCut(int count) => _cutLinks.Add(count);

    public void StorageFailed(StorageKind kind) =>
        _storageFailures.Add(1, new KeyValuePair<string, object?>("storage", kind.ToString()));

    public void Fetched(FetchExchange exchange, UrlOutcome outcome)
    {
        _sentBytes.Add(exchange.Body?.Length ?? 0);
        _decodedBytes.Add(outcome.BodyBytes);
        if (_duration.Enabled)
        {
            _duration.Record(exchange.Duration.TotalSeconds, Kind(outcome));
        }
    }

    private static KeyValuePair<string, object?> Kind(UrlOutcome outcome) => new("outcome", outcome.Kind.ToString());
}
