using System.Diagnostics.Metrics;

using Crawler.ServiceDefaults.Telemetry;

namespace Crawler.Scheduler.Telemetry;

/// <summary>What the frontier counts and measures as it hands out batches and commits answers.</summary>
/// <remarks>
/// <b>Politeness efficiency</b> is achieved ÷ allowed request rate. Two sums give it over any hosts and any time:
/// <c>crawler.politeness.allowed</c> ÷ <c>crawler.politeness.taken</c>. For each start that a host has seen, its
/// interval is added to the first; to the second, the time that has really passed for it, from the moment at which the
/// host was ready. Time in which nothing was due counts in neither, and hosts without a pause do not count.
/// </remarks>
internal sealed class FrontierMetrics
{
    private readonly Counter<long> _batches;
    private readonly Counter<long> _answers;
    private readonly Counter<long> _pages;
    private readonly Counter<long> _retries;
    private readonly Histogram<double> _hostWait;
    private readonly Counter<double> _allowed;
    private readonly Counter<double> _taken;

    public FrontierMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateCrawlerMeter();
        _batches = meter.CreateCounter<long>("crawler.frontier.batches", "{batch}", "Batches leased to downloaders.");
        _answers = meter.CreateCounter<long>(
            "crawler.frontier.answers", "{batch}", "Answers to batches, by result: committed, or dropped as too late.");
        _pages = meter.CreateCounter<long>("crawler.frontier.pages", "{page}", "Pages stored.");
        _retries = meter.CreateCounter<long>(
            "crawler.frontier.retries", "{url}", "URLs queued again after an attempt that failed.");
        _hostWait = meter.CreateHistogram(
            "crawler.frontier.host.wait", "s", "Time from a host's being ready to the lease of a batch of it.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
            });
        _allowed = meter.CreateCounter<double>(
            "crawler.politeness.allowed", "s", "Time that hosts' pauses ask for, for the fetch starts that they saw.");
        _taken = meter.CreateCounter<double>(
            "crawler.politeness.taken", "s", "Time that those fetch starts took, from each host's being ready.");
    }

    /// <summary>Whether anybody listens. Ask before what has to be composed.</summary>
    public bool IsRead => _batches.Enabled || _answers.Enabled;

    /// <summary>A batch was leased, of a host that was ready for a time.</summary>
    public void Leased(TimeSpan wait, TimeSpan interval)
    {
        _batches.Add(1);
        _hostWait.Record(wait.TotalSeconds);
        if (interval > TimeSpan.Zero)
        {
            _taken.Add(wait.TotalSeconds);
        }
    }

    public void Dropped() => _answers.Add(1, new KeyValuePair<string, object?>("result", "dropped"));

    public void Committed(int pages, int retries)
    {
        _answers.Add(1, new KeyValuePair<string, object?>("result", "committed"));
        _pages.Add(pages);
        _retries.Add(retries);
    }

    /// <summary>Starts that a paced host saw under one lease.</summary>
    public void Paced(int starts, TimeSpan interval, TimeSpan leaseToLastStart)
    {
        if (starts > 0 && interval > TimeSpan.Zero)
        {
            _allowed.Add(starts * interval.TotalSeconds);
            _taken.Add(interval.TotalSeconds + Math.Max(0, leaseToLastStart.TotalSeconds));
        }
    }
}
