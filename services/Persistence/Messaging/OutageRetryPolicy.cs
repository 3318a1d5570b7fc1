using Crawler.ServiceDefaults.Messaging;

using MassTransit;
using MassTransit.RetryPolicies;

namespace Crawler.Persistence.Messaging;

/// <summary>
/// Tries a message again after each of the intervals, and for as long as the database is away.
/// </summary>
/// <remarks>
/// A try at which the database was away is not counted: nothing is wrong with the message, and every further step of
/// <see cref="DeliveryFailures"/> would need the same database. The endpoint holds no more messages meanwhile than it
/// works on at a time. A broker takes its channel away from who holds a message for long, and so it is given back
/// before.
/// </remarks>
internal sealed class OutageRetryPolicy(
    OutageLog outages, TimeProvider time, TimeSpan? patience, IReadOnlyList<TimeSpan> intervals,
    Predicate<Exception> isHandled) : IRetryPolicy
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public RetryPolicyContext<T> CreatePolicyContext<T>(T context)
        where T : class, PipeContext => new Policy<T>(this, context, time.GetTimestamp());

    public bool IsHandled(Exception exception) => isHandled(exception);

    public void Probe(ProbeContext context) => context.Set(new { Policy = "Outage", Intervals = intervals });

    /// <summary>The state after one more failure; null where the message is given up.</summary>
    internal Tries? After(Tries tries, Exception exception, long since)
    {
        if (outages.Covers(exception))
        {
            if (time.GetElapsedTime(since) > patience)
            {
                throw new MessageGivenBackException("The database is away for long.", exception);
            }

            var pause = FirstPause * (tries.Away + 1);
            return tries with { Away = tries.Away + 1, Delay = pause < LongestPause ? pause : LongestPause };
        }

        return IsHandled(exception) && tries.Failed < intervals.Count
            ? new Tries(tries.Failed + 1, Away: 0, intervals[tries.Failed])
            : null;
    }

    private Tries? After(PipeContext context, Tries tries, Exception exception, long since)
    {
        var next = After(tries, exception, since);
        if (next is { Away: > 0 })
        {
            var queue = (context as ConsumeContext)?.ReceiveContext.InputAddress.AbsolutePath;
            outages.LogWaits(queue, next.Delay, next.Away);
        }

        return next;
    }

    /// <summary>How often a message failed, how often in a row the database was away, and the next pause.</summary>
    internal sealed record Tries(int Failed, int Away, TimeSpan Delay);

    private sealed class Policy<T>(OutageRetryPolicy policy, T context, long since)
        : BaseRetryPolicyContext<T>(policy, context)
        where T : class, PipeContext
    {
        private Tries? _next;

        public override bool CanRetry(Exception exception, out RetryContext<T> retryContext)
        {
            _next = policy.After(Context, new Tries(0, 0, TimeSpan.Zero), exception, since);
            return base.CanRetry(exception, out retryContext) && _next is not null;
        }

        protected override RetryContext<T> CreateRetryContext(
            Exception exception, CancellationToken cancellationToken) =>
            new Retry<T>(policy, Context, exception, since, 0, _next, cancellationToken);
    }

    private sealed class Retry<T>(
        OutageRetryPolicy policy, T context, Exception exception, long since, int retryCount, Tries? tries,
        CancellationToken cancellationToken)
        : BaseRetryContext<T>(context, exception, retryCount, cancellationToken), RetryContext<T>
        where T : class, PipeContext
    {
        public override TimeSpan? Delay => tries?.Delay;

        public bool CanRetry(Exception exception, out RetryContext<T> retryContext)
        {
            var next = tries is null ? null : policy.After(Context, tries, exception, since);
            retryContext = new Retry<T>(
                policy, Context, exception, since, RetryCount + 1, next, CancellationToken);
            return next is not null;
        }
    }
}
