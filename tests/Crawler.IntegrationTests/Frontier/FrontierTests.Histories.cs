using FsCheck;
using FsCheck.Fluent;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Frontier;

/// <content>Random histories, after each step of which the frontier's laws hold.</content>
public abstract partial class FrontierTests
{
    private const int Steps = 60;

    /// <summary>How many are tried on this database.</summary>
    private protected virtual int Histories => 200;

    [Fact]
    public async Task RandomHistories_KeepTheLaws()
    {
        await using var frontier = await CreateAsync(options =>
            (options.MaxBatchesInFlight, options.MaxBatchUrls, options.MaxAttempts, options.MaxHostFailures) =
                (6, 3, 3, 6));
        var histories = Gen.Choose(0, 1_000_000).ArrayOf(Steps).ToArbitrary();

        await Task.Run(() => Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Histories),
            Prop.ForAll(histories, choices => RunHistory(frontier, choices))));
    }

    /// <summary>FsCheck asks synchronously; no context is captured here that could block the answer.</summary>
    private static void RunHistory(FrontierHarness frontier, int[] choices)
    {
        var broken = RunHistoryAsync(frontier, choices).GetAwaiter().GetResult();

        broken.ShouldBeNull();
    }

    private static async Task<string?> RunHistoryAsync(FrontierHarness frontier, int[] choices)
    {
        await frontier.ClearAsync();
        return await new FrontierHistory(frontier, choices).RunAsync();
    }
}
