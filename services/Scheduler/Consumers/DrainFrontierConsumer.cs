using Crawler.Contracts.V1.Crawls;
using Crawler.Scheduler.Frontier;

using MassTransit;

namespace Crawler.Scheduler.Consumers;

/// <summary>Retires what a crawl that ends still had waiting.</summary>
internal sealed class DrainFrontierConsumer(Retirement retirement) : IConsumer<DrainFrontier>
{
    public Task Consume(ConsumeContext<DrainFrontier> context) =>
        retirement.DrainAsync(context.Message.CrawlId, context.Message.Reason, context.CancellationToken);
}
