using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;

namespace Crawler.Persistence.Sagas;

/// <summary>Registers the installation's database as a saga's store.</summary>
public static class SagaRegistration
{
    /// <summary>
    /// Keeps the saga's instances in <see cref="CrawlerDbContext"/>. Its endpoint must use the transactional outbox.
    /// </summary>
    public static ISagaRegistrationConfigurator<TSaga> CrawlerRepository<TSaga>(
        this ISagaRegistrationConfigurator<TSaga> saga)
        where TSaga : class, ISaga =>
        saga.Repository(repository =>
            repository.RegisterSagaRepository<TSaga, CrawlerDbContext, SagaConsumeContextFactory<CrawlerDbContext, TSaga>,
                SagaContextFactory<TSaga>>());
}
