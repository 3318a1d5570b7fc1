using System.Data.Common;

using Crawler.Persistence;
using Crawler.Persistence.Messaging;
using Crawler.ServiceDefaults.Messaging;
using Crawler.TestKit.Time;

using Microsoft.Extensions.Logging.Abstractions;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Persistence.Messaging;

public sealed class OutageRetryPolicyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private static readonly TimeoutException Away = new("As the test asks.");
    private static readonly InvalidOperationException Wrong = new("As the test asks.");

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void TriesWhileTheDatabaseIsAway_AreNotCounted()
    {
        var policy = Policy();
        var tries = new OutageRetryPolicy.Tries(0, 0, TimeSpan.Zero);
        var pauses = new List<double>();

        for (var i = 0; i < 100; i++)
        {
            tries = policy.After(tries, Away, _clock.GetTimestamp())!;
            pauses.Add(tries.Delay.TotalSeconds);
        }

        pauses.Take(6).ShouldBe([1, 2, 3, 4, 5, 5]);
        tries = policy.After(tries, Wrong, _clock.GetTimestamp())!;
        tries.Delay.ShouldBe(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void MessageThatFailsForAnotherReason_IsGivenUpAfterTheIntervals()
    {
        var policy = Policy();
        var tries = new OutageRetryPolicy.Tries(0, 0, TimeSpan.Zero);

        tries = policy.After(tries, Wrong, _clock.GetTimestamp())!;
        tries = policy.After(tries, Away, _clock.GetTimestamp())!;
        tries = policy.After(tries, Wrong, _clock.GetTimestamp())!;

        tries.Delay.ShouldBe(TimeSpan.FromMilliseconds(500));
        policy.After(tries, Wrong, _clock.GetTimestamp()).ShouldBeNull();
    }

    [Fact]
    public void MessageThatBreaksARule_IsGivenUpAtOnce() => Policy()
        .After(new OutageRetryPolicy.Tries(0, 0, TimeSpan.Zero), new ArgumentException("As the test asks."), since: 0)
        .ShouldBeNull();

    [Fact]
    public void MessageThatIsHeldForLong_IsGivenBackToTheBroker()
    {
        var policy = Policy();
        var since = _clock.GetTimestamp();
        _clock.Advance(Patience + TimeSpan.FromSeconds(1));

        Should.Throw<MessageGivenBackException>(
            () => policy.After(new OutageRetryPolicy.Tries(0, 0, TimeSpan.Zero), Away, since));
    }

    private OutageRetryPolicy Policy() => new(
        new OutageLog(new DatabaseThatIsAway(), _clock, NullLogger<OutageLog>.Instance), _clock, Patience,
        [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500)], e => e is not ArgumentException);

    private sealed class DatabaseThatIsAway : ICrawlerDatabase
    {
        public ValueTask<WriteTransaction> BeginWriteAsync(CancellationToken cancellationToken) => throw Away;

        public ValueTask<DbConnection> OpenReadAsync(CancellationToken cancellationToken) => throw Away;

        public ValueTask<IAsyncDisposable?> TakeTurnAsync(
            DatabaseTurn turn, bool waits, CancellationToken cancellationToken) => throw Away;

        public bool IsConflict(Exception exception) => false;

        public bool IsUnavailable(Exception exception) => exception is TimeoutException;
    }
}
