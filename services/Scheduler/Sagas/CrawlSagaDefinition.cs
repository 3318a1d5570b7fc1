using Crawler.Persistence.Crawls;
using Crawler.Persistence.Messaging;
using Crawler.ServiceDefaults.Messaging;

using MassTransit;

namespace Crawler.Scheduler.Sagas;

/// <summary>
/// One message at a time, of one process at a time, keeps a crawl's commands in the order in which they were given.
/// </summary>
internal sealed class CrawlSagaDefinition : SagaDefinition<CrawlSaga>
{
    /// <summary>Milliseconds before each further try of what fails although the database is there.</summary>
    internal static readonly int[] RetryPauses = [50, 100, 250, 500, 1_000, 2_000];

    public CrawlSagaDefinition()
    {
        EndpointName = QueueNames.Crawl;
        ConcurrentMessageLimit = 1;
    }

    protected override void ConfigureSaga(
        IReceiveEndpointConfigurator endpointConfigurator, ISagaConfigurator<CrawlSaga> sagaConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.AcceptRawJson(context);
        endpointConfigurator.UseRedelivery(context);

        // Outside of the outbox: each try begins with a fresh scope, and the loser of two creations finds the winner's
        // row.
        endpointConfigurator.UseRetryPastOutages(context, RetryPauses);
        endpointConfigurator.UseTransactionalOutbox(context);
    }
}
