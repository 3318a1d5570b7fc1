namespace Crawler.TestKit.Web;

/// <summary>Holds the requests for one target until the test lets them pass.</summary>
public sealed class RequestGate
{
    private readonly ArrivalCounter _arrived = new("requests for the gate");
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal RequestGate()
    {
    }

    /// <summary>How many requests have come to the gate so far.</summary>
    public int Arrived => _arrived.Count;

    /// <summary>
    /// Returns when <paramref name="count"/> requests have come; fails after <paramref name="within"/> (30 s).
    /// </summary>
    public Task WaitUntilRequestedAsync(int count = 1, TimeSpan? within = null) =>
        _arrived.WaitForAsync(count, within);

    /// <summary>Lets those that wait and all that follow pass.</summary>
    public void Open() => _open.TrySetResult();

    internal Task PassAsync(CancellationToken cancellationToken)
    {
        _arrived.Increment();
        return _open.Task.WaitAsync(cancellationToken);
    }
}
