using System.Buffers;
using System.Text;

namespace Crawler.WebStandards.Robots;

/// <summary>The rules of one robots.txt for one crawler. Immutable, for use by many threads.</summary>
public sealed class RobotsRules
{
    private const int StackOctets = 512;

    private readonly RobotsPatternIndex _patterns;

    private RobotsRules(RobotsPatternIndex patterns, TimeSpan? crawlDelay)
    {
        _patterns = patterns;
        CrawlDelay = crawlDelay;
    }

    /// <summary>
    /// The pause that the origin asks for, as written: the caller caps it. Null where it asks for none.
    /// </summary>
    public TimeSpan? CrawlDelay { get; }

    /// <param name="pathAndQuery">What follows the authority of an absolute URL, without its fragment.</param>
    public bool Allows(ReadOnlySpan<char> pathAndQuery)
    {
        // The file is implicitly allowed (RFC 9309, section 2.2.2).
        if (_patterns.IsEmpty || pathAndQuery is "/robots.txt")
        {
            return true;
        }

        var octets = Encoding.UTF8.GetMaxByteCount(pathAndQuery.Length);
        if (octets <= StackOctets)
        {
            return Allows(pathAndQuery, stackalloc byte[StackOctets], stackalloc char[StackOctets * 3]);
        }

        var bytes = ArrayPool<byte>.Shared.Rent(octets);
        var characters = ArrayPool<char>.Shared.Rent(RobotsPath.MaxLength(octets));
        try
        {
            return Allows(pathAndQuery, bytes, characters);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(characters);
        }
    }

    internal static RobotsRules Compile(IReadOnlyCollection<RobotsGroup> groups) =>
        new(new RobotsPatternIndex(groups.SelectMany(group => group.Rules)), groups.Max(group => group.CrawlDelay));

    private bool Allows(ReadOnlySpan<char> pathAndQuery, Span<byte> octets, Span<char> normalised)
    {
        var length = Encoding.UTF8.GetBytes(pathAndQuery is "" ? "/" : pathAndQuery, octets);
        length = RobotsPath.Normalise(octets[..length], normalised);

        return _patterns.LongestMatch(normalised[..length])?.IsAllow ?? true;
    }
}
