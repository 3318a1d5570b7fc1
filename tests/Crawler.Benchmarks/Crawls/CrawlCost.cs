namespace Crawler.Benchmarks.Crawls;

/// <summary>What a platform of several processes did during one crawl.</summary>
internal sealed record CrawlCost
{
    public required Guid CrawlId { get; init; }

    /// <summary>Stored pages.</summary>
    public required long Pages { get; init; }

    /// <summary>From the submission to the end.</summary>
    public required TimeSpan Wall { get; init; }

    /// <summary>User and system time by process.</summary>
    public required IReadOnlyDictionary<string, TimeSpan> Cpu { get; init; }

    /// <summary>Messages that were published on the broker.</summary>
    public required long Messages { get; init; }

    /// <summary>Rows that were inserted, changed or removed in the database.</summary>
    public required long RowsWritten { get; init; }

    public double CpuSecondsPerThousand(Func<string, bool> isMeant) =>
        Cpu.Where(one => isMeant(one.Key)).Sum(one => one.Value.TotalSeconds) / Pages * 1000;
}
