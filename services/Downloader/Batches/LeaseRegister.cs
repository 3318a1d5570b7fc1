namespace Crawler.Downloader.Batches;

/// <summary>The leases that this process works on, and those that it has answered lately.</summary>
internal sealed class LeaseRegister
{
    private const int MaxRemembered = 10_000;

    private readonly Lock _lock = new();
    private readonly HashSet<Guid> _begun = [];
    private readonly HashSet<Guid> _answered = [];
    private readonly Queue<Guid> _order = new();

    /// <summary>Takes a lease up if it was never seen here.</summary>
    public LeaseSight Begin(Guid leaseId)
    {
        lock (_lock)
        {
            if (_answered.Contains(leaseId))
            {
                return LeaseSight.Answered;
            }

            return _begun.Add(leaseId) ? LeaseSight.New : LeaseSight.Begun;
        }
    }

    /// <summary>Lays a lease down after its answer.</summary>
    public void End(Guid leaseId)
    {
        lock (_lock)
        {
            _begun.Remove(leaseId);
            if (_answered.Add(leaseId))
            {
                _order.Enqueue(leaseId);
            }

            while (_order.Count > MaxRemembered)
            {
                _answered.Remove(_order.Dequeue());
            }
        }
    }

    public IReadOnlyList<Guid> Begun()
    {
        lock (_lock)
        {
            return [.. _begun];
        }
    }
}
