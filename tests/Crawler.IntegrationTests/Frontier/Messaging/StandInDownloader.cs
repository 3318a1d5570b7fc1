using System.Collections.Concurrent;

using Crawler.Contracts.V1.Fetching;

using MassTransit;

namespace Crawler.IntegrationTests.Frontier.Messaging;

/// <summary>Takes the scheduler's batches, and answers them at once where the test wants that.</summary>
internal sealed class StandInDownloader(StandInDownloader.Log log) : IConsumer<FetchHostBatch>
{
    public async Task Consume(ConsumeContext<FetchHostBatch> context)
    {
        log.Batches.Enqueue(context.Message);
        if (log.Answers)
        {
            await context.Publish(Answer.To(context.Message).Build());
        }
    }

    /// <summary>What came, and whether it is answered.</summary>
    internal sealed class Log
    {
        public ConcurrentQueue<FetchHostBatch> Batches { get; } = new();

        public bool Answers { get; init; }
    }
}
