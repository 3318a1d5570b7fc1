namespace Crawler.Downloader.Storage;

/// <summary>A time in which one storage fails, from its first failure until a probe has got through.</summary>
/// <remarks>
/// In a spell nothing is begun that needs the storage, but for one batch at a time, the probe, whenever the pause is
/// over. A probe that fails doubles the pause. So does a spell that begins soon after another: a storage that takes
/// small things and refuses large ones looks well to many a probe.
/// </remarks>
internal sealed class StorageSpell(TimeSpan firstPause, TimeSpan longestPause, TimeProvider time)
{
    private TimeSpan _pause;
    private long _pausedAt;
    private long _endedAt;
    private bool _hasEnded;
    private Guid? _probe;

    public bool IsOn { get; private set; }

    /// <summary>Whether a batch may be begun; in a spell it is the probe then.</summary>
    public bool Admits(Guid leaseId)
    {
        if (!IsOn)
        {
            return true;
        }

        if (_probe is not null || time.GetElapsedTime(_pausedAt) < _pause)
        {
            return false;
        }

        _probe = leaseId;
        return true;
    }

    /// <summary>A batch has met a failure. True where a spell begins with it.</summary>
    public bool Fail(Guid leaseId)
    {
        if (IsOn && _probe != leaseId)
        {
            // It was begun before the spell, or is the probe of which this is known already.
            return false;
        }

        var begins = !IsOn;
        var isFresh = begins && !(_hasEnded && time.GetElapsedTime(_endedAt) < longestPause);
        _pause = isFresh ? firstPause : Longer(_pause);
        _pausedAt = time.GetTimestamp();
        _probe = null;
        IsOn = true;
        return begins;
    }

    /// <summary>A batch is over. True where the spell ends with it.</summary>
    /// <param name="leaseId">Its lease.</param>
    /// <param name="hasStored">Whether it says anything about the storage.</param>
    public bool End(Guid leaseId, bool hasStored)
    {
        if (_probe != leaseId)
        {
            return false;
        }

        _probe = null;
        if (!hasStored)
        {
            return false;
        }

        IsOn = false;
        _hasEnded = true;
        _endedAt = time.GetTimestamp();
        return true;
    }

    private TimeSpan Longer(TimeSpan pause)
    {
        var doubled = pause > TimeSpan.Zero ? pause * 2 : firstPause;
        return doubled < longestPause ? doubled : longestPause;
    }
}
