using System.Globalization;
using System.Text;

namespace Crawler.WebStandards.Robots;

/// <summary>Splits a file into groups. One use per file.</summary>
internal sealed class RobotsParser
{
    /// <summary>
    /// A longer line is cut here, as the most widespread parser does; no crawler follows URLs of that length.
    /// </summary>
    private const int MaxLineBytes = 16 * 1024;

    private readonly List<RobotsGroup> _groups = [];
    private readonly List<string> _sitemaps = [];
    private RobotsGroup? _group;
    private bool _namesAreComplete;

    public RobotsTxt Parse(ReadOnlySpan<byte> utf8)
    {
        var text = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;

        if (text.Length > RobotsTxt.MaxBytes)
        {
            // The line at the cut is dropped: half of "Disallow: /private" may read "Disallow: /".
            text = text[..RobotsTxt.MaxBytes];
            text = text[..(text.LastIndexOfAny("\r\n"u8) + 1)];
        }

        while (!text.IsEmpty)
        {
            var end = text.IndexOfAny("\r\n"u8);
            ReadLine(end < 0 ? text : text[..end]);
            text = end < 0 ? [] : text[(end + 1)..];
        }

        return new RobotsTxt(_groups, _sitemaps);
    }

    private void ReadLine(ReadOnlySpan<byte> line)
    {
        line = line.Length > MaxLineBytes ? line[..MaxLineBytes] : line;
        var comment = line.IndexOf((byte)'#');
        line = comment < 0 ? line : line[..comment];
        var colon = line.IndexOf((byte)':');

        if (colon <= 0)
        {
            return;
        }

        var field = RobotsFields.Recognise(Trim(line[..colon]));
        var value = Trim(line[(colon + 1)..]);

        switch (field)
        {
            case RobotsField.UserAgent:
                AddAgent(Encoding.UTF8.GetString(value));
                break;
            case RobotsField.Allow:
            case RobotsField.Disallow:
                AddRule(value, isAllow: field == RobotsField.Allow);
                break;
            case RobotsField.CrawlDelay:
                AddCrawlDelay(value);
                break;
            case RobotsField.OtherMember:
                _namesAreComplete = true;
                break;
            case RobotsField.Sitemap when !value.IsEmpty && _sitemaps.Count < RobotsTxt.MaxSitemaps:
                _sitemaps.Add(Encoding.UTF8.GetString(value));
                break;
        }
    }

    private void AddAgent(string identification)
    {
        if (_group is null || _namesAreComplete)
        {
            _group = new RobotsGroup();
            _groups.Add(_group);
            _namesAreComplete = false;
        }

        _group.AddAgent(identification);
    }

    private void AddRule(ReadOnlySpan<byte> value, bool isAllow)
    {
        _namesAreComplete = true;

        // An empty rule matches nothing, and rules before the first user-agent line belong to nobody.
        if (!value.IsEmpty)
        {
            _group?.Rules.Add(RobotsPattern.Parse(value, isAllow));
        }
    }

    private void AddCrawlDelay(ReadOnlySpan<byte> value)
    {
        _namesAreComplete = true;

        if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && double.IsFinite(seconds))
        {
            var longest = TimeSpan.MaxValue.TotalSeconds / 2;
            _group?.AddCrawlDelay(TimeSpan.FromSeconds(Math.Min(seconds, longest)));
        }
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value)
    {
        while (!value.IsEmpty && SpaceAtStart(value) is var length and > 0)
        {
            value = value[length..];
        }

        while (!value.IsEmpty && SpaceAtEnd(value) is var length and > 0)
        {
            value = value[..^length];
        }

        return value;
    }

    private static int SpaceAtStart(ReadOnlySpan<byte> value) =>
        IsSpace(value[0]) ? 1 : value.StartsWith("\u0085"u8) || value.StartsWith("\u00A0"u8) ? 2 : 0;

    private static int SpaceAtEnd(ReadOnlySpan<byte> value) =>
        IsSpace(value[^1]) ? 1 : value.EndsWith("\u0085"u8) || value.EndsWith("\u00A0"u8) ? 2 : 0;

    private static bool IsSpace(byte value) => value is 0x00 or 0x09 or 0x0B or 0x0C or 0x20;
}
