using System.Diagnostics.Metrics;

using Crawler.ServiceDefaults.Telemetry;

namespace Crawler.Persistence.Messaging;

/// <summary>How long messages lie in the outbox.</summary>
internal sealed class OutboxMetrics(IMeterFactory meters, TimeProvider time)
{
    private readonly Histogram<double> _delay = meters.CreateCrawlerMeter().CreateHistogram(
        "crawler.outbox.delay", "s", "Time from a message's being recorded to its being sent.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 300],
        });

    public void Sent(OutboxMessage row)
    {
        if (_delay.Enabled)
        {
            _delay.Record(Math.Max(0, (time.GetUtcNow() - row.CreatedAt).TotalSeconds));
        }
    }
}
