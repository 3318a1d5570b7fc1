using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;
using Crawler.Scheduler.Frontier;

using MassTransit;

using Microsoft.Extensions.Logging;

namespace Crawler.Scheduler.Consumers;

/// <summary>Takes back the lease of a batch over which a downloader failed, instead of waiting until it runs out.</summary>
/// <remarks>
/// It costs each URL an attempt, so that a batch over which every downloader fails comes to an end. What was merely
/// interrupted costs nothing.
/// </remarks>
internal sealed partial class FetchHostBatchFaultConsumer(
    CrawlFrontier frontier, ILogger<FetchHostBatchFaultConsumer> logger) : IConsumer<Fault<FetchHostBatch>>
{
    public async Task Consume(ConsumeContext<Fault<FetchHostBatch>> context)
    {
        var batch = context.Message.Message;
        LogFault(batch.LeaseId, batch.Host, context.Message.Exceptions.FirstOrDefault()?.Message);
        var wasInterrupted = context.Message.Exceptions.Any(exception =>
            exception.ExceptionType is { } type && type.EndsWith("CanceledException", StringComparison.Ordinal));
        await frontier.CommitAsync(
            new HostBatchFetched
            {
                LeaseId = batch.LeaseId,
                CrawlId = batch.CrawlId,
                Host = batch.Host,
                Outcomes = [.. batch.Urls.Select(url => OutcomeOf(url, wasInterrupted))],

                // It may have asked the host until this moment.
                SinceLastStart = TimeSpan.Zero,
            },
            context.CancellationToken);
    }

    private static UrlOutcome OutcomeOf(FetchUrl url, bool wasInterrupted) => wasInterrupted
        ? new UrlOutcome { Key = url.Key, Kind = OutcomeKind.NotAttempted }
        : new UrlOutcome { Key = url.Key, Kind = OutcomeKind.Failed, Reason = nameof(UrlReason.Internal) };

    [LoggerMessage(4006, LogLevel.Error, "A downloader failed over lease {LeaseId} of {Host}: {Error}")]
    private partial void LogFault(Guid leaseId, string host, string? error);
}
