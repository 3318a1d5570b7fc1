namespace Crawler.Scheduler.Frontier;

/// <summary>Whole transactions, done again where they lost against another one.</summary>
internal static class FrontierTransactions
{
    private const int MaxTries = 5;

    /// <summary>
    /// Does the work in a transaction and commits it. It may be called several times: what it leaves in memory must not
    /// count twice.
    /// </summary>
    public static async Task<TResult> RunAsync<TResult>(
        this IFrontierStore store, Func<IFrontierTransaction, ValueTask<TResult>> work,
        CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var transaction = await store.BeginAsync(cancellationToken);
                var result = await work(transaction);
                await transaction.CommitAsync(cancellationToken);
                return result;
            }
            catch (Exception e) when (tries < MaxTries && store.IsConflict(e))
            {
                // Another one was faster: it has committed, so this one sees what it did.
            }
        }
    }

    /// <inheritdoc cref="RunAsync{TResult}" />
    public static Task RunAsync(
        this IFrontierStore store, Func<IFrontierTransaction, ValueTask> work, CancellationToken cancellationToken) =>
        store.RunAsync(
            async transaction =>
            {
                await work(transaction);
                return true;
            },
            cancellationToken);
}
