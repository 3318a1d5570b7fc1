namespace Crawler.Downloader.Politeness;

/// <summary>The right to make one request now; disposed when its exchange is over.</summary>
internal sealed class FetchTurn(FetchPacer pacer) : IDisposable
{
    private int _ended;

    /// <summary>To be called when the request is written.</summary>
    public void RequestWritten() => pacer.RequestWritten();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            pacer.End();
        }
    }
}
