using MassTransit;

namespace Crawler.Scheduler.Consumers;

/// <summary>Idempotent by nature, and without retry: the poll interval makes a lost wake-up good.</summary>
internal sealed class CrawlRunningConsumerDefinition : ConsumerDefinition<CrawlRunningConsumer>;
