namespace Crawler.Persistence;

/// <summary>Waiting for a database that is away.</summary>
public static class DatabaseRetry
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Does the work, again and again with growing pauses while the database cannot be reached. For background work
    /// that has nothing else to do meanwhile.
    /// </summary>
    public static async Task<TResult> WhileUnavailableAsync<TResult>(
        this ICrawlerDatabase database, Func<CancellationToken, Task<TResult>> work, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (true)
        {
            try
            {
                return await work(cancellationToken);
            }
            catch (Exception e) when (database.IsUnavailable(e))
            {
                await Task.Delay(pause, time, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }
}
