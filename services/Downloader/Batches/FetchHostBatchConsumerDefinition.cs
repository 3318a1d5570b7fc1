using MassTransit;

using Microsoft.Extensions.Options;

namespace Crawler.Downloader.Batches;

/// <summary>
/// As many batches at a time as the process has room for, a few more at hand, and no retry: a batch is executed once.
/// </summary>
internal sealed class FetchHostBatchConsumerDefinition : ConsumerDefinition<FetchHostBatchConsumer>
{
    private readonly int _maxBatches;

    public FetchHostBatchConsumerDefinition(IOptions<DownloaderOptions> options)
    {
        _maxBatches = options.Value.MaxBatches;
        ConcurrentMessageLimit = _maxBatches;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<FetchHostBatchConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = _maxBatches + Math.Max(1, _maxBatches / 4);
        endpointConfigurator.ConcurrentMessageLimit = _maxBatches;
    }
}
