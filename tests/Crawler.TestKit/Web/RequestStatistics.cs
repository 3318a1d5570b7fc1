namespace Crawler.TestKit.Web;

/// <summary>What a request log says about a client's manners.</summary>
public static class RequestStatistics
{
    /// <summary>The shortest time between two starts that follow each other.</summary>
    /// <exception cref="InvalidOperationException">There are fewer than two requests, so nothing would have been
    /// measured.</exception>
    public static TimeSpan MinimumGap(this IEnumerable<LoggedRequest> requests)
    {
        var starts = requests.Select(request => request.StartedAt).Order().ToArray();
        return starts.Length >= 2
            ? starts.Zip(starts.Skip(1), (earlier, later) => later - earlier).Min()
            : throw new InvalidOperationException($"A gap needs two requests; there are {starts.Length}.");
    }

    /// <summary>The most requests that were under way at one moment; what has not ended is under way.</summary>
    public static int MaximumConcurrency(this IEnumerable<LoggedRequest> requests)
    {
        var changes = new List<(TimeSpan At, int Change)>();
        foreach (var request in requests)
        {
            changes.Add((request.StartedAt, 1));
            if (request.EndedAt is { } ended)
            {
                changes.Add((ended, -1));
            }
        }

        var (current, maximum) = (0, 0);
        foreach (var (_, change) in changes.OrderBy(change => change.At).ThenBy(change => change.Change))
        {
            current += change;
            maximum = Math.Max(maximum, current);
        }

        return maximum;
    }

    /// <summary>How often each target (path and query) was asked for.</summary>
    public static IReadOnlyDictionary<string, int> CountsByTarget(this IEnumerable<LoggedRequest> requests) =>
        requests.GroupBy(request => request.Target, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    /// <summary>How often each URL was asked for, over all sites; robots.txt is not counted.</summary>
    public static IReadOnlyDictionary<string, int> CountsByPage(this IEnumerable<LoggedRequest> requests) =>
        requests.Where(request => request.Target != "/robots.txt")
            .GroupBy(request => $"http://{request.Host}{request.Target}", StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
}
