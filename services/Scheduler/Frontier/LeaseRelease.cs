using Microsoft.Extensions.Hosting;

namespace Crawler.Scheduler.Frontier;

/// <summary>
/// Where messages travel in the process's own memory: at start, takes back the leases of the process that had this
/// database before. It is dead, because the database belongs to one such process at a time, and its batches died with
/// it. At the end, hands back what the bus, which has stopped by then, did not answer any more. Where a broker carries
/// messages, batches outlive a Scheduler, and only a lease that runs out is taken back.
/// </summary>
internal sealed class LeaseRelease(CrawlFrontier frontier) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => frontier.ReleaseAllAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => frontier.HandBackAllAsync(cancellationToken);
}
