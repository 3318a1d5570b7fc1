namespace Crawler.TestKit.Waiting;

/// <summary>Waits for what another thread or process brings about, with a deadline.</summary>
/// <remarks>
/// The one place that looks again and again. Where the event can be waited for itself (a gate, a request count, a
/// completion), do that.
/// </remarks>
public static class Eventually
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Returns when the condition holds; fails with the reason when it does not within the deadline (30 s). Looks every
    /// 20 ms, or less often where looking is a burden to others.
    /// </summary>
    public static Task HoldsAsync(
        Func<bool> condition, TimeSpan? within = null, string because = "", TimeSpan? every = null) =>
        HoldsAsync(() => Task.FromResult(condition()), within, because, every);

    /// <inheritdoc cref="HoldsAsync(Func{bool}, TimeSpan?, string, TimeSpan?)" />
    public static async Task HoldsAsync(
        Func<Task<bool>> condition, TimeSpan? within = null, string because = "", TimeSpan? every = null)
    {
        var deadline = within ?? DefaultDeadline;
        var startedAt = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(every ?? DefaultInterval);
        while (true)
        {
            // Asked before the deadline is looked at, so that a slow machine's last answer counts.
            if (await condition())
            {
                return;
            }

            if (TimeProvider.System.GetElapsedTime(startedAt) > deadline)
            {
                throw new TimeoutException($"Did not hold within {deadline}. {because}".TrimEnd());
            }

            await timer.WaitForNextTickAsync();
        }
    }
}
