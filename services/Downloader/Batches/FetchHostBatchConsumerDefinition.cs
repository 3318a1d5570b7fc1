using Crawler.ServiceDefaults.Messaging;

using MassTransit;

using Microsoft.Extensions.Options;

namespace Crawler.Downloader.Batches;

/// <summary>
/// As many batches at a time as the process has room for, and neither retry nor redelivery: a batch is executed once.
/// Its fault gives the lease back.
/// </summary>
internal sealed class FetchHostBatchConsumerDefinition : ConsumerDefinition<FetchHostBatchConsumer>
{
    public FetchHostBatchConsumerDefinition(IOptions<DownloaderOptions> options)
    {
        EndpointName = QueueNames.FetchHostBatch;
        ConcurrentMessageLimit = options.Value.MaxBatches;
    }
}
