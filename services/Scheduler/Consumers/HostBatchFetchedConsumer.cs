using Crawler.Contracts.V1.Fetching;
using Crawler.Scheduler.Frontier;

using MassTransit;

using Microsoft.Extensions.Logging;

namespace Crawler.Scheduler.Consumers;

/// <summary>Commits the answer to a batch.</summary>
internal sealed partial class HostBatchFetchedConsumer(CrawlFrontier frontier, ILogger<HostBatchFetchedConsumer> logger)
    : IConsumer<HostBatchFetched>
{
    public async Task Consume(ConsumeContext<HostBatchFetched> context)
    {
        if (!await frontier.CommitAsync(context.Message, context.CancellationToken))
        {
            LogDropped(context.Message.LeaseId, context.Message.Host);
        }
    }

    [LoggerMessage(4003, LogLevel.Information, "Dropped the answer to lease {LeaseId} of {Host}: the lease is over")]
    private partial void LogDropped(Guid leaseId, string host);
}
