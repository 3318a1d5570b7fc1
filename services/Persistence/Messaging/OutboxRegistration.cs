using MassTransit;
using MassTransit.Configuration;

namespace Crawler.Persistence.Messaging;

/// <summary>Puts the transactional outbox before an endpoint's consumers and sagas.</summary>
public static class OutboxRegistration
{
    /// <summary>
    /// Consumes every message of the endpoint in one transaction with its inbox row and its outgoing messages. Call it
    /// after
    /// <c>UseMessageRetry</c>.
    /// </summary>
    public static void UseTransactionalOutbox(this IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        var observer = new OutboxConsumePipeSpecificationObserver<CrawlerDbContext>(endpoint, context);
        endpoint.ConnectConsumerConfigurationObserver(observer);
        endpoint.ConnectSagaConfigurationObserver(observer);
    }
}
