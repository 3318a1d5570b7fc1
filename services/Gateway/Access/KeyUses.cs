using System.Collections.Concurrent;

namespace Crawler.Gateway.Access;

/// <summary>When which key was last used, until somebody writes it down: no request waits for that.</summary>
internal sealed class KeyUses(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _uses = new(StringComparer.Ordinal);

    public void Note(string id) => _uses[id] = time.GetUtcNow();

    /// <summary>What was noted since the last time.</summary>
    public IReadOnlyList<KeyValuePair<string, DateTimeOffset>> Take()
    {
        var taken = new List<KeyValuePair<string, DateTimeOffset>>();
        foreach (var id in _uses.Keys)
        {
            if (_uses.TryRemove(id, out var at))
            {
                taken.Add(new(id, at));
            }
        }

        return taken;
    }
}
