using Microsoft.Extensions.Options;

namespace Crawler.Downloader.Politeness;

/// <summary>The fetches that this process may run at a time, over all its batches.</summary>
internal sealed class FetchSlots(IOptions<DownloaderOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.Value.MaxFetches);

    public Task TakeAsync(CancellationToken cancellationToken) => _free.WaitAsync(cancellationToken);

    public void Free() => _free.Release();

    public void Dispose() => _free.Dispose();
}
