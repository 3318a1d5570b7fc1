namespace Crawler.Downloader.Fetching;

/// <summary>Ends one fetch when it takes too long: as a whole, to its first byte, or by a body that drips.</summary>
/// <remarks>
/// One timer serves all three limits: it is set to whichever comes next, and moved a few times in a fetch. A body must
/// bring its minimum rate in every window; a window whose quota is in lets the timer run to the end of the next one.
/// </remarks>
internal sealed class FetchDeadline : IDisposable
{
    private readonly TimeProvider _time;
    private readonly DownloaderOptions _options;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _linked;
    private readonly CancellationToken _abort;
    private readonly long _started;
    private readonly TimeSpan _total;
    private readonly long _quota;
    private long _windowStart;
    private long _windowBytes;
    private bool _quotaIsIn;

    public FetchDeadline(TimeProvider time, DownloaderOptions options, TimeSpan total, CancellationToken abort)
    {
        _time = time;
        _options = options;
        _total = total;
        _abort = abort;
        _started = time.GetTimestamp();
        _quota = (long)(options.MinBytesPerSecond * options.RateWindow.TotalSeconds);
        var toFirstByte = options.ConnectTimeout + options.FirstByteTimeout;
        _timer = new CancellationTokenSource(toFirstByte < total ? toFirstByte : total, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, abort);
    }

    public CancellationToken Token => _linked.Token;

    /// <summary>Whether it was a limit of this fetch that ended it, and not the caller.</summary>
    public bool HasPassed => _timer.IsCancellationRequested && !_abort.IsCancellationRequested;

    public void RequestSent() => SetTimer(_options.FirstByteTimeout);

    public void BodyBegins() => OpenWindow(_time.GetTimestamp());

    public void BodyReceived(int count)
    {
        if (_quota == 0)
        {
            return;
        }

        _windowBytes += count;
        var now = _time.GetTimestamp();
        if (_time.GetElapsedTime(_windowStart, now) >= _options.RateWindow)
        {
            if (_windowBytes < _quota)
            {
                _timer.Cancel();
                return;
            }

            OpenWindow(now);
        }
        else if (!_quotaIsIn && _windowBytes >= _quota)
        {
            _quotaIsIn = true;
            SetTimer((2 * _options.RateWindow) - _time.GetElapsedTime(_windowStart, now));
        }
    }

    public void Dispose()
    {
        _linked.Dispose();
        _timer.Dispose();
    }

    private void OpenWindow(long now)
    {
        _windowStart = now;
        _windowBytes = 0;
        _quotaIsIn = false;
        SetTimer(_quota == 0 ? _total : _options.RateWindow);
    }

    private void SetTimer(TimeSpan wanted)
    {
        var left = _total - _time.GetElapsedTime(_started);
        var next = wanted < left ? wanted : left;
        if (next > TimeSpan.Zero)
        {
            _timer.CancelAfter(next);
        }
        else
        {
            _timer.Cancel();
        }
    }
}
