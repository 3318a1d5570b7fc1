using Crawler.IntegrationTests.Frontier;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.PostgreSql;

/// <summary>Copies of a message that two processes consume at the same moment.</summary>
public sealed class InboxTests
{
    private static readonly Guid Message = Guid.NewGuid();
    private static readonly Guid Consumer = Guid.NewGuid();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CopyThatIsConsumedMeanwhile_IsWaitedFor_AndCountsIfItCommits(bool commits)
    {
        await using var database = await PostgreSqlFrontierDatabase.CreateAsync(TimeProvider.System);
        await using var first = await database.Open().BeginWriteAsync(CancellationToken.None);
        await using var second = await database.Open().BeginWriteAsync(CancellationToken.None);
        (await first.TryConsumeAsync(Message, Consumer, CancellationToken.None)).ShouldBeTrue();

        var copy = second.TryConsumeAsync(Message, Consumer, CancellationToken.None).AsTask();
        await database.SomebodyWaitsForALockAsync();
        copy.IsCompleted.ShouldBeFalse();
        if (commits)
        {
            await first.CommitAsync(CancellationToken.None);
        }

        await first.DisposeAsync();
        (await copy.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe(!commits);
    }
}
