using Crawler.Contracts.V1.Crawls;

using Crawler.Downloader.Outlinks;

using MassTransit;

namespace Crawler.Downloader.Control;

/// <summary>
/// Takes note of the crawls that pause, go on and end. One consumer for the three, so that they keep their order.
/// </summary>
internal sealed class CrawlControlConsumer(CrawlStops stops, SentLinks sentLinks)
    : IConsumer<CrawlPaused>, IConsumer<CrawlResumed>, IConsumer<CrawlStopping>
{
    public Task Consume(ConsumeContext<CrawlPaused> context)
    {
        stops.Pause(context.Message.CrawlId, context.Message.At);
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<CrawlResumed> context)
    {
        stops.Resume(context.Message.CrawlId, context.Message.At);
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<CrawlStopping> context)
    {
        stops.End(context.Message.CrawlId, context.Message.At);
        sentLinks.Forget(context.Message.CrawlId);
        return Task.CompletedTask;
    }
}
