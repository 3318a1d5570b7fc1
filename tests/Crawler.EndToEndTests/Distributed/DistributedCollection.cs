using Xunit;

namespace Crawler.EndToEndTests.Distributed;

/// <summary>
/// Tests of the services as processes of their own, one after the other. They share a broker and a database server, and
/// the platform of the test before where it is of the same kind.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class DistributedCollection : ICollectionFixture<PlatformPool>
{
    public const string Name = "Distributed";
}
