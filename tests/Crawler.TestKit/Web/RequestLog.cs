namespace Crawler.TestKit.Web;

/// <summary>
/// Requests in the order of their arrival. Counts all of them and keeps the first <see cref="Capacity"/>.
/// </summary>
internal sealed class RequestLog
{
    public const int Capacity = 100_000;

    private readonly Lock _gate = new();
    private readonly List<LoggedRequest> _requests = [];
    private readonly ArrivalCounter _arrivals = new("requests");

    public int Count => _arrivals.Count;

    /// <exception cref="InvalidOperationException">There were more than are kept: figures taken from the rest would
    /// lie.</exception>
    public IReadOnlyList<LoggedRequest> Snapshot()
    {
        lock (_gate)
        {
            return Count <= Capacity
                ? [.. _requests]
                : throw new InvalidOperationException($"Of {Count} requests only the first {Capacity} are kept.");
        }
    }

    public void Add(LoggedRequest request)
    {
        lock (_gate)
        {
            if (_requests.Count < Capacity)
            {
                _requests.Add(request);
            }
        }

        _arrivals.Increment();
    }

    public Task WaitForAsync(int count, TimeSpan? within) => _arrivals.WaitForAsync(count, within);
}
