namespace Crawler.TestKit.Web;

/// <summary>Counts arrivals, and lets a test wait for a number of them without looking again and again.</summary>
internal sealed class ArrivalCounter(string what)
{
    private readonly Lock _gate = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private int _count;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    public void Increment()
    {
        List<TaskCompletionSource> reached = [];
        lock (_gate)
        {
            _count++;
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                if (_waiting[i].Count <= _count)
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
    }

    public async Task WaitForAsync(int count, TimeSpan? within)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_count >= count)
            {
                return;
            }

            _waiting.Add((count, reached));
        }

        var deadline = within ?? TimeSpan.FromSeconds(30);
        try
        {
            await reached.Task.WaitAsync(deadline);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"Of {count} {what} {Count} came within {deadline}.", e);
        }
    }
}
