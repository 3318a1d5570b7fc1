using System.Collections.Concurrent;
using System.Text;

using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;
using Crawler.WebStandards.Robots;

namespace Crawler.Scheduler.Frontier;

/// <summary>The crawl-delays of known robots.txt files, so that a text is read once and not for every batch.</summary>
internal sealed class RobotsCatalog
{
    private const int MaxEntries = 10_000;

    private readonly ConcurrentDictionary<(string Origin, string Token), (
        DateTimeOffset FetchedAt, TimeSpan? Delay)> _delays = new();

    /// <summary>The crawl-delay that a robots.txt asks of an agent; null for none.</summary>
    public TimeSpan? CrawlDelayOf(RobotsRecord record, string productToken)
    {
        if (record.Access != RobotsAccess.Rules || record.Text is null)
        {
            return null;
        }

        if (_delays.TryGetValue((record.Origin, productToken), out var known) && known.FetchedAt == record.FetchedAt)
        {
            return known.Delay;
        }

        var delay = RobotsTxt.Parse(Encoding.UTF8.GetBytes(record.Text)).For(productToken).CrawlDelay;
        if (_delays.Count >= MaxEntries)
        {
            _delays.Clear();
        }

        _delays[(record.Origin, productToken)] = (record.FetchedAt, delay);
        return delay;
    }
}
