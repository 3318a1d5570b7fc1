using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Messaging;

using MassTransit;

namespace Crawler.Scheduler.Consumers;

/// <summary>
/// An endpoint of this process's own, so that every dispatcher wakes. Idempotent by nature, and without retry: the poll
/// interval makes a lost wake-up good.
/// </summary>
internal sealed class CrawlRunningConsumerDefinition : ConsumerDefinition<CrawlRunningConsumer>
{
    public CrawlRunningConsumerDefinition(ProcessInstance instance) =>
        Endpoint(endpoint =>
        {
            endpoint.Name = QueueNames.SchedulerControl(instance.Name);
            endpoint.Temporary = true;
        });
}
