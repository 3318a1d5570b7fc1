using Crawler.Downloader.Fetching;

namespace Crawler.Downloader.Batches;

/// <summary>
/// What a batch learns of its host beside the pages: how fast it answers, and whether it does at all.
/// </summary>
internal sealed class BatchTally(int maxSilentFailures)
{
    private readonly Lock _lock = new();
    private TimeSpan _responseTime;
    private int _answers;
    private int _silent;

    /// <summary>The mean time to the header section's end; null when nothing was answered.</summary>
    public TimeSpan? MeanResponseTime
    {
        get
        {
            lock (_lock)
            {
                return _answers == 0 ? null : _responseTime / _answers;
            }
        }
    }

    public void Answered(FetchExchange exchange)
    {
        if (exchange.ResponseTime is { } time)
        {
            lock (_lock)
            {
                _responseTime += time;
                _answers++;
            }
        }
    }

    /// <summary>Whether this exchange makes it too many in a row that ended without an answer.</summary>
    public bool IsHostSilent(FetchExchange exchange)
    {
        lock (_lock)
        {
            _silent = exchange.IsSilent ? _silent + 1 : 0;
            return _silent >= maxSilentFailures;
        }
    }
}
