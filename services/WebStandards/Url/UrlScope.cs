using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Crawler.WebStandards.Url;

/// <summary>
/// Which URLs belong to a crawl. Immutable; a look-up costs the same however many hosts the seeds have.
/// </summary>
public sealed class UrlScope
{
    /// <summary>The longest include or exclude pattern, in characters.</summary>
    public const int MaxPatternLength = 1_000;

    private const string Www = "www.";

    private readonly ScopeKind _kind;
    private readonly bool _foldsWww;
    private readonly WebUrl[] _seeds;
    private readonly Regex[] _include;
    private readonly Regex[] _exclude;

    /// <summary>Host or domain, and under it the path prefixes of its seeds (none unless the kind is Prefix).</summary>
    private readonly Dictionary<string, List<string>> _sites = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>>.AlternateLookup<ReadOnlySpan<char>> _sitesBySpan;

    /// <param name="kind">How far from the seeds it reaches.</param>
    /// <param name="seeds">Where it begins.</param>
    /// <param name="include">Patterns of which one must match, when there are any.</param>
    /// <param name="exclude">Patterns of which none may match.</param>
    /// <param name="foldsWww">Whether a leading "www." of a host counts for nothing.</param>
    public UrlScope(
        ScopeKind kind, IReadOnlyList<WebUrl> seeds, IReadOnlyList<Regex> include, IReadOnlyList<Regex> exclude,
        bool foldsWww = false)
    {
        _kind = kind;
        _foldsWww = foldsWww;
        _seeds = [.. seeds];
        _include = [.. include];
        _exclude = [.. exclude];
        _sitesBySpan = _sites.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var seed in seeds)
        {
            if (seed.IsHttp)
            {
                AddSite(seed);
            }
        }
    }

    /// <summary>
    /// Compiles an include or exclude pattern, which is searched for in a URL's Href. Matching is linear in the URL's
    /// length, so no pattern from outside can stall a crawl; look-around and back-references are errors.
    /// </summary>
    public static bool TryCompile(
        string pattern, [NotNullWhen(true)] out Regex? regex, [NotNullWhen(false)] out string? error)
    {
        regex = null;
        error = null;
        if (pattern.Length > MaxPatternLength)
        {
            error = $"A pattern has at most {MaxPatternLength} characters; this one has {pattern.Length}.";
            return false;
        }

        try
        {
            regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            error = exception.Message;
            return false;
        }
    }

    /// <summary>The domain that a seed stands for: its host, without a leading "www.".</summary>
    public static ReadOnlySpan<char> DomainOf(WebUrl seed)
    {
        var host = seed.HostSpan;
        return host.StartsWith(Www) && host[Www.Length..].TrimEnd('.').Contains('.') ? host[Www.Length..] : host;
    }

    public bool Contains(WebUrl url)
    {
        return url.IsHttp
            && IsOnSite(url)
            && (_include.Length == 0 || MatchesAny(_include, url.Href))
            && !MatchesAny(_exclude, url.Href);
    }

    /// <summary>This scope with one seed more, such as the target of a seed's redirect.</summary>
    public UrlScope With(WebUrl extraSeed)
    {
        return extraSeed.IsHttp && !IsOnSite(extraSeed)
            ? new UrlScope(_kind, [.. _seeds, extraSeed], _include, _exclude, _foldsWww)
            : this;
    }

    private void AddSite(WebUrl seed)
    {
        var key = _kind == ScopeKind.Domain ? DomainOf(seed).ToString() : SiteOf(seed).ToString();
        if (!_sites.TryGetValue(key, out var prefixes))
        {
            _sites.Add(key, prefixes = []);
        }

        if (_kind == ScopeKind.Prefix && !StartsWithAny(seed.PathSpan, prefixes))
        {
            prefixes.Add(seed.PathSpan[..(seed.PathSpan.LastIndexOf('/') + 1)].ToString());
        }
    }

    private ReadOnlySpan<char> SiteOf(WebUrl url) =>
        _foldsWww ? WwwPrefix.Strip(url.HostAndPortSpan) : url.HostAndPortSpan;

    private bool IsOnSite(WebUrl url)
    {
        return _kind switch
        {
            ScopeKind.Any => true,
            ScopeKind.Domain => IsInDomain(url),
            _ => _sitesBySpan.TryGetValue(SiteOf(url), out var prefixes)
                && (_kind == ScopeKind.Host || StartsWithAny(url.PathSpan, prefixes)),
        };
    }

    private bool IsInDomain(WebUrl url)
    {
        var domain = url.HostSpan;
        while (!_sitesBySpan.ContainsKey(domain))
        {
            var dot = domain.IndexOf('.');
            if (dot < 0 || url.HostKind != HostKind.Domain)
            {
                return false;
            }

            domain = domain[(dot + 1)..];
        }

        return true;
    }

    private static bool StartsWithAny(ReadOnlySpan<char> path, List<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (path.StartsWith(prefix))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MatchesAny(Regex[] patterns, string href)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.IsMatch(href))
            {
                return true;
            }
        }

        return false;
    }
}
