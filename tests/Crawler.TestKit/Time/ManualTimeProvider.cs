namespace Crawler.TestKit.Time;

/// <summary>A clock that stands still until a test moves it.</summary>
/// <remarks>
/// <see cref="Advance"/> moves wall clock and monotonic clock together and fires what falls due on the way, in the
/// order of the due times, on the calling thread, with the clock at each timer's moment. <see cref="SetUtcNow"/> moves
/// the wall clock alone, as an operator or NTP does, and fires nothing. Work that a timer resumes may run on another
/// thread: wait for its effect.
/// </remarks>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private DateTimeOffset _wallClockAtZero;
    private TimeSpan _elapsed;
    private long _registered;

    public ManualTimeProvider()
        : this(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    public ManualTimeProvider(DateTimeOffset utcNow)
    {
        _wallClockAtZero = utcNow.ToUniversalTime();
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers wait for their moment.</summary>
    public int PendingTimers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _wallClockAtZero + _elapsed;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _elapsed.Ticks;
        }
    }

    /// <summary>Sets the wall clock, forward or back; the monotonic clock and the timers stay.</summary>
    public void SetUtcNow(DateTimeOffset utcNow)
    {
        lock (_gate)
        {
            _wallClockAtZero = utcNow.ToUniversalTime() - _elapsed;
        }
    }

    /// <summary>Lets time pass. A periodic timer fires once for each of its periods.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        TimeSpan target;
        lock (_gate)
        {
            target = _elapsed + by;
        }

        while (TakeDue(target) is { } due)
        {
            due.Fire();
        }
    }

    /// <summary>Returns when so many timers wait: the code under test has come to its pause.</summary>
    public async Task WaitForTimersAsync(int count = 1, TimeSpan? within = null)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_timers.Count >= count)
            {
                return;
            }

            _waiting.Add((count, reached));
        }

        await reached.Task.WaitAsync(within ?? TimeSpan.FromSeconds(30));
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal void Schedule(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        List<TaskCompletionSource> reached = [];
        lock (_gate)
        {
            _timers.Remove(timer);
            timer.Period = period;
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            Add(timer, _elapsed + dueTime);
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                if (_waiting[i].Count <= _timers.Count)
                {
                    reached.Add(_waiting[i].Reached);
                    _waiting.RemoveAt(i);
                }
            }
        }

        foreach (var completion in reached)
        {
            completion.TrySetResult();
        }

        if (dueTime == TimeSpan.Zero)
        {
            FireNow(timer);
        }
    }

    internal void Remove(ManualTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    private void FireNow(ManualTimer timer)
    {
        lock (_gate)
        {
            if (!_timers.Remove(timer))
            {
                return;
            }

            Repeat(timer);
        }

        // Like the system's timers: never inside the call that started it.
        ThreadPool.QueueUserWorkItem(static timer => timer.Fire(), timer, preferLocal: false);
    }

    private ManualTimer? TakeDue(TimeSpan target)
    {
        lock (_gate)
        {
            var due = _timers.Where(timer => timer.DueAt <= target).MinBy(timer => (timer.DueAt, timer.Order));
            if (due is null)
            {
                _elapsed = target > _elapsed ? target : _elapsed;
                return null;
            }

            _elapsed = due.DueAt > _elapsed ? due.DueAt : _elapsed;
            _timers.Remove(due);
            Repeat(due);
            return due;
        }
    }

    private void Repeat(ManualTimer timer)
    {
        if (timer.Period > TimeSpan.Zero)
        {
            Add(timer, _elapsed + timer.Period);
        }
    }

    private void Add(ManualTimer timer, TimeSpan dueAt)
    {
        timer.DueAt = dueAt;
        timer.Order = _registered++;
        _timers.Add(timer);
    }
}
