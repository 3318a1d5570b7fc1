using Crawler.TestKit.Brokers;

using Xunit;

namespace Crawler.IntegrationTests.Crawls;

/// <summary>
/// Tests that start a host, one after the other: MassTransit's logger is a field of the process. They share a broker,
/// which starts when one of them asks for it.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HostCollection : ICollectionFixture<RabbitMqServer>
{
    public const string Name = "Hosts";
}
