namespace Crawler.Persistence.Messaging;

/// <summary>Waiting for a token to fire.</summary>
public static class ApplicationStartedExtensions
{
    /// <summary>
    /// Completes when the token fires. Background work waits so for <c>ApplicationStarted</c>: before the bus has
    /// started, the in-memory transport has no queues, and what is sent is lost.
    /// </summary>
    public static async Task WaitAsync(this CancellationToken started, CancellationToken cancellationToken)
    {
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = started.Register(() => completion.TrySetResult());
        await completion.Task.WaitAsync(cancellationToken);
    }
}
