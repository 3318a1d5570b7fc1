using Crawler.Contracts.V1.Fetching;
using Crawler.ServiceDefaults.Workers;

namespace Crawler.Downloader.Politeness;

/// <summary>
/// Gives out the turns of one batch: the moments at which its host may be asked, robots.txt and redirects of it
/// included.
/// </summary>
/// <remarks>
/// A turn comes when a connection of the lease is free, the interval since the last start is over, and the process has
/// a slot. The interval runs from the moment at which the last request was written, not from the decision to send it:
/// opening a connection takes time, and the host counts requests, not intentions. No turn comes within one request
/// time-out of the lease's end, because from that end on the host belongs to someone else; nor does any once the
/// process's heartbeats have stopped for a while, because others may take it for lost. Lease times are wall clock, since
/// another machine set them; intervals are monotonic.
/// <para>One caller asks for turns; any number of fetches end them.</para>
/// </remarks>
internal sealed class FetchPacer(
    FetchHostBatch batch, FetchSlots slots, HeartbeatOutcome heartbeats, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(1);

    private readonly SemaphoreSlim _connections = new(Math.Max(1, batch.Connections));
    private readonly DateTimeOffset _latestStart = batch.LeasedUntil - batch.RequestTimeout;
    private readonly int _spell = heartbeats.Spell;
    private readonly Lock _lock = new();
    private TimeSpan _interval = batch.Interval;
    private long _lastStart;
    private bool _hasStarted;

    /// <summary>The time since the last start; null before the first.</summary>
    public TimeSpan? SinceLastStart
    {
        get
        {
            lock (_lock)
            {
                return _hasStarted ? time.GetElapsedTime(_lastStart) : null;
            }
        }
    }

    /// <summary>
    /// Waits for the next turn. Null when there is none any more: the lease ends or is in doubt, or the caller cancelled.
    /// </summary>
    public async Task<FetchTurn?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _connections.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        var turn = await TryPrepareAsync(cancellationToken) ? Start() : null;
        if (turn is null)
        {
            _connections.Release();
        }

        return turn;
    }

    /// <summary>Makes the pace slower from here on: the host has asked for it.</summary>
    public void SlowDownTo(TimeSpan interval)
    {
        lock (_lock)
        {
            _interval = interval > _interval ? interval : _interval;
        }
    }

    /// <summary>Moves the last start to now: a request is written.</summary>
    public void RequestWritten()
    {
        lock (_lock)
        {
            _lastStart = time.GetTimestamp();
        }
    }

    public void Dispose() => _connections.Dispose();

    internal void End()
    {
        slots.Free();
        _connections.Release();
    }

    private async Task<bool> TryPrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await WaitForPauseAsync(cancellationToken))
            {
                await slots.TakeAsync(cancellationToken);
                var isDue = RemainingPause() <= TimeSpan.Zero && IsInTime(TimeSpan.Zero);
                if (isDue && !cancellationToken.IsCancellationRequested)
                {
                    return true;
                }

                // Waiting for the slot took until the lease's end, or another request of this batch was written
                // meanwhile.
                slots.Free();
            }
        }
        catch (OperationCanceledException)
        {
            // No turn: the caller has no use for one any more.
        }

        return false;
    }

    private bool IsInTime(TimeSpan pause) =>
        time.GetUtcNow() + pause <= _latestStart && heartbeats.Spell == _spell;

    private async Task<bool> WaitForPauseAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var pause = RemainingPause();
            if (!IsInTime(pause > TimeSpan.Zero ? pause : TimeSpan.Zero))
            {
                return false;
            }

            if (pause <= TimeSpan.Zero)
            {
                return true;
            }

            // Timers count whole milliseconds and may fire early; the loop looks again.
            await Task.Delay(pause > ShortestDelay ? pause : ShortestDelay, time, cancellationToken);
        }
    }

    private TimeSpan RemainingPause()
    {
        lock (_lock)
        {
            return _hasStarted ? _interval - time.GetElapsedTime(_lastStart) : TimeSpan.Zero;
        }
    }

    private FetchTurn Start()
    {
        lock (_lock)
        {
            _hasStarted = true;
            _lastStart = time.GetTimestamp();
        }

        return new FetchTurn(this);
    }
}
