using System.Diagnostics.CodeAnalysis;

namespace Crawler.Archive.S3;

/// <summary>The spools of one crawl: the one that is appended to, and those that are to be sent.</summary>
internal sealed class SpooledCrawl
{
    private readonly Lock _gate = new();
    private readonly List<Spool> _sealed = [];
    private Spool? _current;
    private bool _isRetired;

    /// <summary>The spool to append to, which the caller leaves afterwards. False where this is retired.</summary>
    public bool TryEnter(Func<Spool> begin, [NotNullWhen(true)] out Spool? spool)
    {
        lock (_gate)
        {
            if (_isRetired)
            {
                spool = null;
                return false;
            }

            spool = _current ??= begin();
            spool.Enter();
            return true;
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

    /// <returns>Whether it was there: several may have waited for the same sending.</returns>
    public bool Remove(Spool spool)
    {
        lock (_gate)
        {
            return _sealed.Remove(spool);
        }
    }

    /// <summary>Takes no spools any more, where there are none: it may be forgotten.</summary>
    public bool TryRetire()
    {
        lock (_gate)
        {
            _isRetired |= _current is null && _sealed.Count == 0;
            return _isRetired;
        }
    }
}
