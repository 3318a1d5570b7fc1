using Crawler.Contracts.V1.Fetching;

using MassTransit;

using Microsoft.Extensions.Logging;

namespace Crawler.Downloader.Batches;

/// <summary>Works a host batch off and answers it.</summary>
/// <remarks>
/// A batch is executed once or not at all. One that comes after its lease is given back whole. Of one that comes again,
/// be it from the broker or from an error queue, it is only said that it did, because whoever had it first may still be
/// asking the host. The answer to a copy of a batch that runs in this very process is the answer of the one that runs.
/// </remarks>
internal sealed partial class FetchHostBatchConsumer(
    HostBatchRunner runner, LeaseRegister leases, TimeProvider time, ILogger<FetchHostBatchConsumer> logger)
    : IConsumer<FetchHostBatch>
{
    public async Task Consume(ConsumeContext<FetchHostBatch> context)
    {
        var batch = context.Message;
        var sight = leases.Begin(batch.LeaseId);
        if (sight == LeaseSight.Begun)
        {
            LogRepeated(batch.LeaseId, batch.Host);
            return;
        }

        try
        {
            HostBatchFetched answer;
            var cameAgain = sight != LeaseSight.New || WasDeliveredBefore(context);
            if (!cameAgain && batch.LeasedUntil > time.GetUtcNow())
            {
                answer = await runner.RunAsync(batch, context.CancellationToken);
            }
            else
            {
                LogGivenBack(batch.LeaseId, batch.Host);
                answer = BatchAnswers.GivenBack(batch, cameAgain);
            }

            // Also when the process stops: an answer that is not sent costs the whole lease.
            await context.Publish(answer, CancellationToken.None);
        }
        finally
        {
            leases.End(batch.LeaseId);
        }
    }

    private static bool WasDeliveredBefore(ConsumeContext context) =>
        context.ReceiveContext.Redelivered || context.GetRedeliveryCount() > 0 || context.GetRetryAttempt() > 0;

    [LoggerMessage(1101, LogLevel.Information, "Lease {LeaseId} of {Host} came again while it runs.")]
    private partial void LogRepeated(Guid leaseId, string host);

    [LoggerMessage(1102, LogLevel.Warning, "Lease {LeaseId} of {Host} came before or has run out: given back.")]
    private partial void LogGivenBack(Guid leaseId, string host);
}
