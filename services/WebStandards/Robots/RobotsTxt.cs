namespace Crawler.WebStandards.Robots;

/// <summary>What one origin's robots.txt says, before a crawler's name is known.</summary>
/// <remarks>
/// The file is a list of groups (RFC 9309, section 2.2): each names some crawlers and holds rules for all of them.
/// Groups that name the same crawler are one. <see cref="For"/> picks the groups of a product token, or else those of
/// <c>*</c>, and compiles their rules; a URL is then allowed or not by the longest rule that matches its path and
/// query.
/// <para>
/// Nothing in a file is an error: lines that mean nothing are passed over, and a file of rubbish allows everything.
/// Parsing and matching take time in proportion to their input, whatever the file's author intended.
/// </para>
/// </remarks>
public sealed class RobotsTxt
{
    /// <summary>
    /// Bytes of a file that are read; RFC 9309, section 2.5 asks for at least 500 KiB. The rest is ignored.
    /// </summary>
    public const int MaxBytes = 512 * 1024;

    /// <summary>Sitemaps that are kept; the later ones are ignored.</summary>
    public const int MaxSitemaps = 10_000;

    private readonly IReadOnlyList<RobotsGroup> _groups;

    internal RobotsTxt(IReadOnlyList<RobotsGroup> groups, IReadOnlyList<string> sitemaps)
    {
        _groups = groups;
        Sitemaps = sitemaps;
    }

    /// <summary>The rules of an origin without a robots.txt.</summary>
    public static RobotsTxt AllowAll { get; } = new([], []);

    /// <summary>
    /// The rules of an origin whose robots.txt cannot be reached: only the file itself may be fetched.
    /// </summary>
    public static RobotsTxt DisallowAll { get; } = Parse("User-agent: *\nDisallow: /"u8);

    /// <summary>Sitemap addresses as written, in order; relative ones are the caller's to resolve.</summary>
    public IReadOnlyList<string> Sitemaps { get; }

    public static RobotsTxt Parse(ReadOnlySpan<byte> utf8) => new RobotsParser().Parse(utf8);

    /// <summary>The rules for a crawler. Compiles them: keep the result for as long as the file is.</summary>
    /// <param name="productToken">
    /// The crawler's product token. Of a longer identification (<c>Name/1.0 (…)</c>) only the leading token is used.
    /// </param>
    public RobotsRules For(string productToken)
    {
        var token = RobotsGroup.ProductToken(productToken);
        var named = _groups.Where(group => group.Names(token)).ToList();

        return RobotsRules.Compile(named.Count > 0 ? named : [.. _groups.Where(group => group.Names("*"))]);
    }
}
