namespace Crawler.Contracts.V1.Control;

/// <summary>A process is alive, and works on these leases.</summary>
/// <remarks>
/// Published by Downloader at every heartbeat interval, consumed by Scheduler, which renews the leases listed. A lost
/// heartbeat is made good by the next one. Since V1.
/// </remarks>
public sealed record WorkerHeartbeat
{
    /// <summary>The process: unique among the living, new at every start.</summary>
    public required string Instance { get; init; }

    /// <summary>The service's name in kebab-case.</summary>
    public required string Service { get; init; }

    /// <summary>When it was sent. UTC.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The leases whose batches it has begun and not yet answered.</summary>
    public IReadOnlyList<Guid> LeaseIds { get; init; } = [];

    /// <summary>How many batches it works on at a time.</summary>
    public int Capacity { get; init; }
}
