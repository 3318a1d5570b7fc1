using Crawler.Contracts.V1.Control;
using Crawler.Scheduler.Frontier;
using Crawler.Scheduler.Workers;

using MassTransit;

namespace Crawler.Scheduler.Consumers;

/// <summary>Notes that a process lives, and renews the leases that it works on.</summary>
internal sealed class WorkerHeartbeatConsumer(CrawlFrontier frontier, WorkerRegistry workers)
    : IConsumer<WorkerHeartbeat>
{
    public async Task Consume(ConsumeContext<WorkerHeartbeat> context)
    {
        await frontier.RenewAsync(context.Message, context.CancellationToken);
        await workers.NoteAsync(context.Message, context.CancellationToken);
    }
}
