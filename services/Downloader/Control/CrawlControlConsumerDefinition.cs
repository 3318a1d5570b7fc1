using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Messaging;

using MassTransit;

namespace Crawler.Downloader.Control;

/// <summary>
/// An endpoint of this process's own, so that every downloader hears every broadcast; gone when the process is.
/// </summary>
internal sealed class CrawlControlConsumerDefinition : ConsumerDefinition<CrawlControlConsumer>
{
    public CrawlControlConsumerDefinition(ProcessInstance instance)
    {
        ConcurrentMessageLimit = 1;
        Endpoint(endpoint =>
        {
            endpoint.Name = QueueNames.DownloaderControl(instance.Name);
            endpoint.Temporary = true;
        });
    }
}
