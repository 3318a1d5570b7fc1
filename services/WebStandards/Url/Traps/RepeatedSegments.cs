namespace Crawler.WebStandards.Url.Traps;

/// <summary>Whether a path goes round, as relative links do that a server answers at any depth.</summary>
internal static class RepeatedSegments
{
    private const int MaxSegments = 128;
    private const int InARow = 3;
    private const int InAPath = 4;

    public static bool Has(ReadOnlySpan<char> path)
    {
        if (path.Count('/') < InARow)
        {
            return false;
        }

        Span<Range> ranges = stackalloc Range[MaxSegments];
        var segments = ranges[..path.Split(ranges, '/')];

        // The path begins with a slash, and so with an empty segment that is none.
        segments = segments[1..];
        for (var period = 1; period <= segments.Length / InARow; period++)
        {
            if (HasRun(path, segments, period))
            {
                return true;
            }
        }

        return HasFrequent(path, segments);
    }

    private static bool HasRun(ReadOnlySpan<char> path, ReadOnlySpan<Range> segments, int period)
    {
        var run = 0;
        for (var i = period; i < segments.Length; i++)
        {
            run = path[segments[i]].SequenceEqual(path[segments[i - period]]) ? run + 1 : 0;
            if (run >= period * (InARow - 1))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasFrequent(ReadOnlySpan<char> path, ReadOnlySpan<Range> segments)
    {
        for (var i = 0; i <= segments.Length - InAPath; i++)
        {
            var times = 1;
            for (var j = i + 1; j < segments.Length; j++)
            {
                times += path[segments[i]].SequenceEqual(path[segments[j]]) ? 1 : 0;
            }

            if (times >= InAPath)
            {
                return true;
            }
        }

        return false;
    }
}
