using Crawler.Contracts.V1.Crawls;
using Crawler.Scheduler.Frontier;

using MassTransit;

namespace Crawler.Scheduler.Consumers;

/// <summary>Puts the seeds of a new crawl into the frontier.</summary>
internal sealed class AdmitSeedsConsumer(CrawlFrontier frontier) : IConsumer<AdmitSeeds>
{
    public Task Consume(ConsumeContext<AdmitSeeds> context) =>
        frontier.AdmitSeedsAsync(context.Message.CrawlId, context.CancellationToken);
}
