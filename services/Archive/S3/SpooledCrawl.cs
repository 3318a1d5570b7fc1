namespace Crawler.Archive.S3;

/// <summary>The spools of one crawl: the one that is appended to, and those that are to be sent.</summary>
internal sealed class SpooledCrawl
{
    private readonly Lock _gate = new();
    private readonly List<Spool> _sealed = [];
    private Spool? _current;

    /// <summary>The spool to append to; the caller leaves it afterwards.</summary>
    public Spool Enter(Func<Spool> begin)
    {
        lock (_gate)
        {
            _current ??= begin();
            _current.Enter();
            return _current;
        }
    }

    /// <summary>Takes no more into the current spool, and tells which are to be sent.</summary>
    public IReadOnlyList<Spool> Seal()
    {
        lock (_gate)
        {
            if (_current is { } current)
            {
                _sealed.Add(current);
                _current = null;
            }

            return [.. _sealed];
        }
    }

    public void Remove(Spool spool)
    {
        lock (_gate)
        {
            _sealed.Remove(spool);
        }
    }
}
