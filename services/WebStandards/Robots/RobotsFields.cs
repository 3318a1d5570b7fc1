using System.Collections.Frozen;
using System.Text;

namespace Crawler.WebStandards.Robots;

internal static class RobotsFields
{
    private const int LongestName = 16;

    /// <summary>
    /// Names with the misspellings that owners are known to write, and whose meaning is beyond doubt.
    /// </summary>
    private static readonly FrozenDictionary<string, RobotsField>.AlternateLookup<ReadOnlySpan<char>> ByName =
        new Dictionary<string, RobotsField>(StringComparer.OrdinalIgnoreCase)
        {
            ["user-agent"] = RobotsField.UserAgent,
            ["useragent"] = RobotsField.UserAgent,
            ["user agent"] = RobotsField.UserAgent,
            ["allow"] = RobotsField.Allow,
            ["disallow"] = RobotsField.Disallow,
            ["dissallow"] = RobotsField.Disallow,
            ["dissalow"] = RobotsField.Disallow,
            ["disalow"] = RobotsField.Disallow,
            ["diasllow"] = RobotsField.Disallow,
            ["disallaw"] = RobotsField.Disallow,
            ["desallow"] = RobotsField.Disallow,
            ["crawl-delay"] = RobotsField.CrawlDelay,
            ["crawldelay"] = RobotsField.CrawlDelay,
            ["crawl delay"] = RobotsField.CrawlDelay,
            ["sitemap"] = RobotsField.Sitemap,
            ["site-map"] = RobotsField.Sitemap,
            ["noindex"] = RobotsField.OtherMember,
            ["request-rate"] = RobotsField.OtherMember,
            ["visit-time"] = RobotsField.OtherMember,
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static RobotsField Recognise(ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestName)
        {
            return RobotsField.Unknown;
        }

        Span<char> characters = stackalloc char[LongestName];
        var length = Encoding.Latin1.GetChars(name, characters);

        return ByName.TryGetValue(characters[..length], out var field) ? field : RobotsField.Unknown;
    }
}
