using Crawler.Archive;

namespace Crawler.TestKit.Hosts;

/// <summary>An archive whose disk is full, or whose bucket is away, for as long as a test says.</summary>
public sealed class BrokenArchive(IArchiveStore store) : IArchiveStore
{
    private volatile bool _isBroken;

    public bool IsBroken
    {
        get => _isBroken;
        set => _isBroken = value;
    }

    public ValueTask<ArchivePointer> AppendAsync(ArchivedFetch fetch, CancellationToken cancellationToken) =>
        store.AppendAsync(fetch, cancellationToken);

    public ValueTask FlushAsync(Guid crawlId, CancellationToken cancellationToken) =>
        _isBroken ? throw new IOException("No space left on device.") : store.FlushAsync(crawlId, cancellationToken);

    public ValueTask<ArchivedResponse?> ReadAsync(ArchivePointer location, CancellationToken cancellationToken) =>
        store.ReadAsync(location, cancellationToken);

    public ValueTask DeleteCrawlAsync(Guid crawlId, CancellationToken cancellationToken) =>
        store.DeleteCrawlAsync(crawlId, cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
