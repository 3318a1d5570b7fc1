using Crawler.Contracts.V1.Control;
using Crawler.Scheduler.Frontier;

using MassTransit;

namespace Crawler.Scheduler.Consumers;

/// <summary>Renews the leases of a downloader that lives.</summary>
internal sealed class WorkerHeartbeatConsumer(CrawlFrontier frontier) : IConsumer<WorkerHeartbeat>
{
    public Task Consume(ConsumeContext<WorkerHeartbeat> context) =>
        frontier.RenewAsync(context.Message, context.CancellationToken);
}
