namespace Crawler.Contracts.V1.Control;

/// <summary>A process is alive, and works on these leases.</summary>
/// <remarks>
/// Published by every process at every heartbeat interval, and once more when it begins to stop; consumed by Scheduler,
/// which renews the leases listed and keeps the list of the living and the lost. A lost heartbeat is made good by the
/// next one. Since V1.
/// </remarks>
public sealed record WorkerHeartbeat
{
    /// <summary>The process: unique among the living, new at every start.</summary>
    public required string Instance { get; init; }

    /// <summary>The service's name in kebab-case; <c>embedded</c> for a process that runs several.</summary>
    public required string Service { get; init; }

    /// <summary>When it was sent. UTC.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The leases whose batches it has begun and not yet answered.</summary>
    public IReadOnlyList<Guid> LeaseIds { get; init; } = [];

    /// <summary>How many batches it works on at a time; 0 for a process that fetches nothing.</summary>
    public int Capacity { get; init; }

    /// <summary>How many batches it works on now.</summary>
    public int InUse { get; init; }

    /// <summary>The version of the program.</summary>
    public string? Version { get; init; }

    /// <summary>The machine's or container's name.</summary>
    public string? Host { get; init; }

    /// <summary>When the process started. UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Messages consumed per second since the heartbeat before.</summary>
    public double ConsumedPerSecond { get; init; }

    /// <summary>Messages per second that a consumer could not take, since the heartbeat before.</summary>
    public double FaultedPerSecond { get; init; }

    /// <summary>What the process holds in memory. Bytes.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>The queues from which it takes nothing at present, because somebody stopped it.</summary>
    public IReadOnlyList<string> PausedEndpoints { get; init; } = [];

    /// <summary>It takes up nothing any more: it is about to end in good order.</summary>
    public bool Stopping { get; init; }
}
