namespace Crawler.ServiceDefaults.Workers;

/// <summary>What a process works on; told with each heartbeat.</summary>
public interface IWorkload
{
    /// <summary>How many batches it works on at a time.</summary>
    int Capacity { get; }

    /// <summary>The leases whose batches it has begun and not yet answered.</summary>
    IReadOnlyList<Guid> Leases();
}
