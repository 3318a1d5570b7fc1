using Xunit;

namespace Crawler.IntegrationTests.Crawls;

/// <summary>Tests that start a host, one after the other: MassTransit's logger is a field of the process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HostCollection
{
    public const string Name = "Hosts";
}
