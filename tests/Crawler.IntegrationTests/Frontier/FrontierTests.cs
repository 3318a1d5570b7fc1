using Crawler.Scheduler.Frontier;
using Crawler.TestKit.Time;

namespace Crawler.IntegrationTests.Frontier;

/// <summary>What a frontier means, on whatever database: one subclass for each.</summary>
public abstract partial class FrontierTests
{
    private const string Site = "https://site.example/";
    private const string SiteHost = "site.example";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private protected abstract Task<FrontierDatabase> CreateDatabaseAsync(TimeProvider time);

    private protected async Task<FrontierHarness> CreateAsync(Action<FrontierOptions>? configure = null)
    {
        var clock = new ManualTimeProvider();
        var options = new FrontierOptions();
        configure?.Invoke(options);
        return new FrontierHarness(await CreateDatabaseAsync(clock), clock, options);
    }
}
