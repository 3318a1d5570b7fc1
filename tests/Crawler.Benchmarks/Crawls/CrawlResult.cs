using System.Text.Json;

namespace Crawler.Benchmarks.Crawls;

/// <summary>One run of the crawler, as seen from outside, with what it says of itself.</summary>
internal sealed record CrawlResult
{
    /// <summary>From the process's start to its end, start-up and shutdown included.</summary>
    public required TimeSpan Wall { get; init; }

    /// <summary>User and system time of the process.</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>The most memory that it held (VmHWM).</summary>
    public required double PeakMegabytes { get; init; }

    /// <summary>What it held when it was last looked at (VmRSS).</summary>
    public required double LastMegabytes { get; init; }

    /// <summary>The object that <c>--json</c> prints.</summary>
    public required JsonElement Report { get; init; }

    /// <summary>Stored pages.</summary>
    public long Pages => Report.GetProperty("counts").GetProperty("fetched").GetInt64();

    /// <summary>URLs ever known to the crawl.</summary>
    public long Discovered => Report.GetProperty("counts").GetProperty("discovered").GetInt64();
}
