using Crawler.Persistence;

using Microsoft.Extensions.DependencyInjection;

namespace Crawler.IntegrationTests.Frontier;

/// <summary>A new, migrated database of one kind, gone with the test.</summary>
internal abstract class FrontierDatabase : IAsyncDisposable
{
    public abstract DatabaseProvider Provider { get; }

    /// <summary>Registers the database as the frontier's.</summary>
    public abstract void Register(IServiceCollection services);

    /// <summary>The model on this database, with a connection of its own.</summary>
    public abstract CrawlerDbContext CreateContext();

    public abstract ValueTask DisposeAsync();
}
