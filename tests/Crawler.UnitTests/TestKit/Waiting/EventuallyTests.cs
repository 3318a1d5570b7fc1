using Crawler.TestKit.Waiting;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.TestKit.Waiting;

public sealed class EventuallyTests
{
    [Fact]
    public async Task ConditionThatComesTrue_Returns()
    {
        var asked = 0;

        await Eventually.HoldsAsync(() => ++asked == 3);

        asked.ShouldBe(3);
    }

    [Fact]
    public async Task ConditionThatStaysFalse_FailsWithTheReason()
    {
        var failure = await Should.ThrowAsync<TimeoutException>(
            () => Eventually.HoldsAsync(() => false, TimeSpan.FromMilliseconds(30), "the moon is made of cheese"));

        failure.Message.ShouldEndWith("the moon is made of cheese");
    }
}
