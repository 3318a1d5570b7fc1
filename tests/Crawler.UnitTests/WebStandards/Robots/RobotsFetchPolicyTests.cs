using Crawler.WebStandards.Robots;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Robots;

public sealed class RobotsFetchPolicyTests
{
    [Theory]
    [InlineData(200, RobotsVerdict.ObeyBody)]
    [InlineData(204, RobotsVerdict.ObeyBody)]
    [InlineData(304, RobotsVerdict.AllowAll)]
    [InlineData(401, RobotsVerdict.AllowAll)]
    [InlineData(403, RobotsVerdict.AllowAll)]
    [InlineData(404, RobotsVerdict.AllowAll)]
    [InlineData(429, RobotsVerdict.DisallowAll)]
    [InlineData(500, RobotsVerdict.DisallowAll)]
    [InlineData(600, RobotsVerdict.DisallowAll)]
    [InlineData(0, RobotsVerdict.DisallowAll)]
    public void Status_DecidesWhatIsObeyed(int status, RobotsVerdict verdict) =>
        RobotsFetchPolicy.Answered(status).Verdict.ShouldBe(verdict);

    [Fact]
    public void NoAnswer_DisallowsAndIsTriedAgainSoon() =>
        RobotsFetchPolicy.Unanswered().ShouldBe(new(RobotsVerdict.DisallowAll, RobotsFetchPolicy.RetryDelay));

    [Fact]
    public void TooManyRedirects_AllowAll() =>
        RobotsFetchPolicy.RedirectedTooOften().ShouldBe(new(RobotsVerdict.AllowAll, RobotsFetchPolicy.MaxLifetime));

    [Theory]
    [InlineData(null, 24 * 60)]
    [InlineData(0, 5)]
    [InlineData(-1, 5)]
    [InlineData(60, 60)]
    [InlineData(48 * 60, 24 * 60)]
    public void Lifetime_IsMaxAgeWithinBounds(int? maxAgeMinutes, int lifetimeMinutes)
    {
        TimeSpan? maxAge = maxAgeMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null;

        RobotsFetchPolicy.Answered(200, maxAge).Lifetime.ShouldBe(TimeSpan.FromMinutes(lifetimeMinutes));
        RobotsFetchPolicy.Answered(404, maxAge).Lifetime.ShouldBe(TimeSpan.FromMinutes(lifetimeMinutes));
    }
}
