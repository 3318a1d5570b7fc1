using System.Buffers;

namespace Crawler.WebStandards.Robots;

internal sealed class RobotsGroup
{
    private static readonly SearchValues<char> TokenEnds = SearchValues.Create(" \t/,;(");

    private readonly List<string> _agents = [];

    public List<RobotsPattern> Rules { get; } = [];

    public TimeSpan? CrawlDelay { get; private set; }

    /// <summary>
    /// The leading token of an identification: what stands before a version, a comment or a second word.
    /// </summary>
    public static string ProductToken(string identification)
    {
        var trimmed = identification.AsSpan().Trim();
        var end = trimmed.IndexOfAny(TokenEnds);

        return (end < 0 ? trimmed : trimmed[..end]).ToString();
    }

    public void AddAgent(string identification) => _agents.Add(ProductToken(identification));

    /// <summary>Of several delays for the same crawlers the longest counts: it satisfies the others as well.</summary>
    public void AddCrawlDelay(TimeSpan delay) => CrawlDelay = CrawlDelay > delay ? CrawlDelay : delay;

    public bool Names(string productToken) => _agents.Contains(productToken, StringComparer.OrdinalIgnoreCase);
}
