namespace Crawler.WebStandards.Robots;

/// <summary>Finds the longest of many rules that matches a path, without trying them all.</summary>
/// <remarks>
/// Rules are grouped by literal prefix, and the prefixes sorted. Each knows the longest other prefix that it begins
/// with, so those that a path begins with form one chain, found by one binary search: it hangs off the last prefix
/// that does not sort after the path.
/// </remarks>
internal sealed class RobotsPatternIndex
{
    private readonly string[] _prefixes;
    private readonly RobotsPattern[][] _patterns;
    private readonly int[] _parents;

    /// <summary>The longest rule of a prefix and of those that it hangs off: where a walk may end early.</summary>
    private readonly int[] _longest;

    public RobotsPatternIndex(IEnumerable<RobotsPattern> patterns)
    {
        var byPrefix = patterns
            .GroupBy(pattern => pattern.Prefix, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToList();

        _prefixes = [.. byPrefix.Select(group => group.Key)];
        _patterns = [.. byPrefix.Select(ByPrecedence)];
        _parents = new int[_prefixes.Length];
        _longest = new int[_prefixes.Length];
        LinkToParents();
    }

    public bool IsEmpty => _prefixes.Length == 0;

    public RobotsPattern? LongestMatch(ReadOnlySpan<char> path)
    {
        var node = LastNotAfter(path);
        while (node >= 0 && !path.StartsWith(_prefixes[node], StringComparison.Ordinal))
        {
            node = _parents[node];
        }

        RobotsPattern? best = null;
        for (; node >= 0 && !(best?.Length > _longest[node]); node = _parents[node])
        {
            foreach (var pattern in _patterns[node])
            {
                if (best is not null && !Precedes(pattern, best))
                {
                    break;
                }

                if (pattern.MatchesAfterPrefix(path))
                {
                    best = pattern;
                    break;
                }
            }
        }

        return best;
    }

    /// <summary>The longer rule goes first; of two equally long ones the allowing (RFC 9309, section 2.2.2).</summary>
    private static bool Precedes(RobotsPattern one, RobotsPattern other) =>
        one.Length != other.Length ? one.Length > other.Length : one.IsAllow && !other.IsAllow;

    private static RobotsPattern[] ByPrecedence(IEnumerable<RobotsPattern> patterns) =>
        [.. patterns.OrderByDescending(pattern => pattern.Length).ThenByDescending(pattern => pattern.IsAllow)];

    private void LinkToParents()
    {
        for (var i = 0; i < _prefixes.Length; i++)
        {
            var parent = i - 1;
            while (parent >= 0 && !_prefixes[i].StartsWith(_prefixes[parent], StringComparison.Ordinal))
            {
                parent = _parents[parent];
            }

            _parents[i] = parent;
            _longest[i] = Math.Max(_patterns[i][0].Length, parent < 0 ? 0 : _longest[parent]);
        }
    }

    private int LastNotAfter(ReadOnlySpan<char> path)
    {
        var low = 0;
        var high = _prefixes.Length;

        while (low < high)
        {
            var middle = (low + high) / 2;
            if (path.SequenceCompareTo(_prefixes[middle]) < 0)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low - 1;
    }
}
