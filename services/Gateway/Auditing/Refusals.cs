using System.Collections.Concurrent;

namespace Crawler.Gateway.Auditing;

/// <summary>
/// Which refusals go into the audit: of the same caller one of a kind a minute, so that nobody fills it by trying keys.
/// </summary>
internal sealed class Refusals(TimeProvider time)
{
    private const int MaxRemembered = 1_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Caller, string Code), long> _noted = new();

    /// <summary>Whether this one does. Where more callers are refused than are remembered, it does not.</summary>
    public bool IsNoted(string caller, string code)
    {
        var now = time.GetTimestamp();
        if (_noted.Count >= MaxRemembered)
        {
            Forget();
        }

        if (_noted.TryGetValue((caller, code), out var last))
        {
            return time.GetElapsedTime(last, now) >= Interval && _noted.TryUpdate((caller, code), now, last);
        }

        return _noted.Count < MaxRemembered && _noted.TryAdd((caller, code), now);
    }

    private void Forget()
    {
        foreach (var (refusal, at) in _noted)
        {
            if (time.GetElapsedTime(at) >= Interval)
            {
                _noted.TryRemove(KeyValuePair.Create(refusal, at));
            }
        }
    }
}
