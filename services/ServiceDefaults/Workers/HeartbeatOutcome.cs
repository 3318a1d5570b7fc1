using Crawler.ServiceDefaults.Messaging;

using Microsoft.Extensions.Options;

namespace Crawler.ServiceDefaults.Workers;

/// <summary>What became of the process's heartbeats.</summary>
/// <param name="options">How often one is sent, and whether there are others who hear it.</param>
/// <param name="time">Measures the time between them.</param>
public sealed class HeartbeatOutcome(IOptions<MessagingOptions> options, TimeProvider time)
{
    /// <summary>Others wait longer than this before they take a process for lost.</summary>
    private const int MissedUntilInDoubt = 3;

    private readonly Lock _gate = new();
    private long _confirmedAt = time.GetTimestamp();
    private bool _isInDoubt;
    private int _spell;
    private bool _isGood;
    private bool _wasGood;

    /// <summary>Whether the last heartbeat has left the process.</summary>
    public bool IsGood
    {
        get
        {
            lock (_gate)
            {
                return _isGood;
            }
        }
    }

    /// <summary>
    /// The number of the present spell. It is another one as soon as no heartbeat was confirmed for three intervals:
    /// since then others may have taken the process for lost, and what it held for theirs. Constant where the process
    /// is its own Scheduler.
    /// </summary>
    public int Spell
    {
        get
        {
            lock (_gate)
            {
                Look();
                return _spell;
            }
        }
    }

    /// <summary>When the last heartbeat left the process, as a timestamp of its clock; null before the first.</summary>
    internal long? ConfirmedAt
    {
        get
        {
            lock (_gate)
            {
                return _wasGood ? _confirmedAt : null;
            }
        }
    }

    internal void Confirm()
    {
        lock (_gate)
        {
            Look();
            (_isGood, _wasGood, _isInDoubt, _confirmedAt) = (true, true, false, time.GetTimestamp());
        }
    }

    internal void Fail()
    {
        lock (_gate)
        {
            _isGood = false;
        }
    }

    private void Look()
    {
        if (!_isInDoubt && options.Value.Transport != MessagingTransport.InMemory
            && time.GetElapsedTime(_confirmedAt) > options.Value.HeartbeatInterval * MissedUntilInDoubt)
        {
            _isInDoubt = true;
            _spell++;
        }
    }
}
