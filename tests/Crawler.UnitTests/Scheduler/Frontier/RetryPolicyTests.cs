using Crawler.Persistence.Frontier;
using Crawler.Scheduler.Frontier;

using Microsoft.Extensions.Options;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Scheduler.Frontier;

public sealed class RetryPolicyTests
{
    private static readonly FrontierOptions Settings = new()
    {
        MaxAttempts = 8,
        RetryDelay = TimeSpan.FromSeconds(10),
        MaxRetryDelay = TimeSpan.FromSeconds(100),
    };

    private readonly RetryPolicy _policy = new(Options.Create(Settings));

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(4, 80)]
    [InlineData(5, 100)]
    [InlineData(7, 100)]
    public void Pause_DoublesUpToTheLongest_WithATenthOfJitterEitherWay(int attempts, int seconds)
    {
        var pauses = Enumerable.Range(0, 200).Select(_ => _policy.PauseAfter(attempts)!.Value.TotalSeconds).ToList();

        pauses.ShouldAllBe(pause => pause >= seconds * 0.9 && pause <= seconds * 1.1);
        pauses.Distinct().Count().ShouldBeGreaterThan(100);
    }

    [Fact]
    public void LastAttempt_HasNoPause() => _policy.PauseAfter(8).ShouldBeNull();

    [Fact]
    public void EveryReasonWithoutAnswer_IsTransient_AndOnlyFailuresAre()
    {
        foreach (var reason in Enum.GetValues<UrlReason>())
        {
            (RetryPolicy.IsUnanswered(reason) && !RetryPolicy.IsTransient(reason)).ShouldBeFalse(reason.ToString());
            (RetryPolicy.IsTransient(reason) && UrlReasons.StateOf(reason) != UrlState.Failed)
                .ShouldBeFalse(reason.ToString());
        }
    }
}
