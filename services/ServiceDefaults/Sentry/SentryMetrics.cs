using System.Diagnostics.Metrics;

using Crawler.ServiceDefaults.Telemetry;

namespace Crawler.ServiceDefaults.Sentry;

/// <summary>What became of reports, so that one can see that some were not sent.</summary>
internal sealed class SentryMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _events = meters.CreateCrawlerMeter().CreateCounter<long>(
        "crawler.sentry.events", "{event}",
        "Errors reported to Sentry, by result: sent, dropped as too many, limited by the server, or failed.");

    public void Sent() => Add("sent");

    public void Dropped() => Add("dropped");

    public void Limited() => Add("limited");

    public void Failed() => Add("failed");

    private void Add(string result) => _events.Add(1, new KeyValuePair<string, object?>("result", result));
}
