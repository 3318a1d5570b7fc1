using Crawler.Archive;

namespace Crawler.TestKit.Hosts;

/// <summary>
/// An archive whose first flush hangs until the test lets it go: its downloader loses a lease and does not know.
/// </summary>
public sealed class StalledArchive(IArchiveStore store) : IArchiveStore
{
    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _flushes;

    /// <summary>Completes when the first flush hangs.</summary>
    public Task Stalled => _stalled.Task;

    public void Release() => _release.TrySetResult();

    public ValueTask<ArchivePointer> AppendAsync(ArchivedFetch fetch, CancellationToken cancellationToken) =>
        store.AppendAsync(fetch, cancellationToken);

    public async ValueTask FlushAsync(Guid crawlId, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _flushes) == 1)
        {
            _stalled.TrySetResult();
            await _release.Task.WaitAsync(cancellationToken);
        }

        await store.FlushAsync(crawlId, cancellationToken);
    }

    public ValueTask<ArchivedResponse?> ReadAsync(ArchivePointer location, CancellationToken cancellationToken) =>
        store.ReadAsync(location, cancellationToken);

    public ValueTask DeleteCrawlAsync(Guid crawlId, CancellationToken cancellationToken) =>
        store.DeleteCrawlAsync(crawlId, cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
