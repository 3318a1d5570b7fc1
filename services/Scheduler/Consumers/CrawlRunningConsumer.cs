using Crawler.Contracts.V1.Crawls;
using Crawler.Scheduler.Frontier;

using MassTransit;

namespace Crawler.Scheduler.Consumers;

/// <summary>
/// Wakes the dispatcher when a crawl starts or goes on, so that its first batch does not wait for the poll interval.
/// </summary>
internal sealed class CrawlRunningConsumer(FrontierWake wake) : IConsumer<CrawlStarted>, IConsumer<CrawlResumed>
{
    public Task Consume(ConsumeContext<CrawlStarted> context)
    {
        wake.Set();
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<CrawlResumed> context)
    {
        wake.Set();
        return Task.CompletedTask;
    }
}
