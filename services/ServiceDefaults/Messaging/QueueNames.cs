namespace Crawler.ServiceDefaults.Messaging;

/// <summary>The names of all queues of the installation. Each has an exchange of its name, which is what one sends to.</summary>
/// <remarks>
/// A queue outlives the version that made it: under a new name the old queue stays bound and fills up. So a name stands
/// here once and is not derived from a class. Where a name ends in a process's own, the queue is gone with the process;
/// all others are durable and shared by all processes of a service.
/// </remarks>
public static class QueueNames
{
    /// <summary>The commands and milestones of crawls. One process at a time takes from it.</summary>
    public const string Crawl = "crawl";

    /// <summary>Seeds that wait to be admitted.</summary>
    public const string AdmitSeeds = "admit-seeds";

    /// <summary>Frontiers to be drained.</summary>
    public const string DrainFrontier = "drain-frontier";

    /// <summary>Batches that are leased and that no downloader has taken up yet.</summary>
    public const string FetchHostBatch = "fetch-host-batch";

    /// <summary>Batches over which a downloader failed.</summary>
    public const string FetchHostBatchFault = "fetch-host-batch-fault";

    /// <summary>Answers to batches.</summary>
    public const string HostBatchFetched = "host-batch-fetched";

    /// <summary>Signs of life. It has no error queue.</summary>
    public const string WorkerHeartbeat = "worker-heartbeat";

    /// <summary>Messages that are to be sent later. One process at a time takes from it.</summary>
    public const string ScheduleMessage = "schedule-message";

    /// <summary>All of them that processes share.</summary>
    public static IReadOnlyList<string> Shared { get; } =
    [
        Crawl, AdmitSeeds, DrainFrontier, FetchHostBatch, FetchHostBatchFault, HostBatchFetched, WorkerHeartbeat,
        ScheduleMessage,
    ];

    /// <summary>Where a message is sent that is to be sent later.</summary>
    public static Uri SchedulerAddress { get; } = AddressOf(ScheduleMessage);

    /// <summary>
    /// Where one sends to for a queue: its exchange. An address of the queue itself would have it declared anew without
    /// its arguments, which the broker refuses.
    /// </summary>
    public static Uri AddressOf(string queue) => new($"exchange:{queue}");

    /// <summary>The queue by which every downloader hears every broadcast.</summary>
    public static string DownloaderControl(string instance) => $"downloader-control-{instance}";

    /// <summary>The queue by which every scheduler hears every broadcast.</summary>
    public static string SchedulerControl(string instance) => $"scheduler-control-{instance}";
}
