namespace Crawler.Scheduler.Frontier;

/// <summary>
/// Removes laid-aside links that no answer will claim: their downloader died before it sent the answer, or Scheduler
/// after it had committed it.
/// </summary>
internal sealed class OrphanSweep(IFrontierStore store, ClaimedLinks links, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private DateTimeOffset _sweptAt;

    /// <summary>Looks at most every ten minutes.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - _sweptAt < Interval)
        {
            return;
        }

        _sweptAt = now;
        var objects = await links.ListAsync(now, cancellationToken);
        if (objects.Count == 0)
        {
            return;
        }

        // Listed before the leases are read: an object that is laid down now is not among them.
        var leases = await ReadLeasesAsync(cancellationToken);
        foreach (var (leaseId, name) in objects)
        {
            if (leaseId is null || !leases.Contains(leaseId.Value))
            {
                await links.DeleteAsync(name, cancellationToken);
            }
        }
    }

    private async Task<HashSet<Guid>> ReadLeasesAsync(CancellationToken cancellationToken) =>
        [.. (await store.RunAsync(transaction => transaction.AllLeasesAsync(), cancellationToken))
            .Select(lease => lease.LeaseId)];
}
