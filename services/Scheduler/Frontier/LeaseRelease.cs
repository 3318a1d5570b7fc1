using Microsoft.Extensions.Hosting;

namespace Crawler.Scheduler.Frontier;

/// <summary>
/// At start, takes back the leases of the process that had this database before. It is dead, because the database
/// belongs to one process at a time, and its batches died with its in-memory transport. At the end, hands back what the
/// bus, which has
/// stopped by then, did not answer any more.
/// </summary>
internal sealed class LeaseRelease(CrawlFrontier frontier) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => frontier.ReleaseAllAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => frontier.HandBackAllAsync(cancellationToken);
}
