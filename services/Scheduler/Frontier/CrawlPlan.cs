using System.Text.Json;
using System.Text.RegularExpressions;

using Crawler.Contracts.V1.Crawls;
using Crawler.WebStandards.Url;

namespace Crawler.Scheduler.Frontier;

/// <summary>A crawl's spec, compiled: what decides on identity, scope and pace of its URLs.</summary>
internal sealed class CrawlPlan
{
    private CrawlPlan(
        Guid crawlId, CrawlSpec spec, UrlScope scope, SeedOrigins origins, string userAgent, string? traceParent)
    {
        CrawlId = crawlId;
        Spec = spec;
        Scope = scope;
        Origins = origins;
        Profile = ProfileOf(spec.Canonicalization);
        UserAgent = userAgent;
        TraceParent = traceParent;
        ProductToken = TokenOf(userAgent);
    }

    public Guid CrawlId { get; }

    public CrawlSpec Spec { get; }

    public UrlScope Scope { get; }

    public SeedOrigins Origins { get; }

    public CanonicalUrlProfile Profile { get; }

    public string UserAgent { get; }

    /// <summary>The trace in which the crawl was asked for; null where nothing was traced.</summary>
    public string? TraceParent { get; }

    /// <summary>Whether sitemaps are asked for: in vain where no page that they list could be fetched.</summary>
    public bool ReadsSitemaps => Spec.Sitemap != SitemapMode.Skip && Spec.Limits.Depth is null or > 0;

    /// <summary>Whether what a page links to is admitted.</summary>
    public bool FollowsLinks => Spec.Sitemap != SitemapMode.Only;

    /// <summary>Whether what a page is made of is admitted, however the page was found.</summary>
    public bool TakesAssets => Spec.Content.Assets;

    /// <summary>The name by which robots.txt addresses this crawl (RFC 9309 section 2.2.1).</summary>
    public string ProductToken { get; }

    public bool IsContinuous => Spec.Continuous is not null;

    /// <summary>
    /// Compiles a spec. Seeds and patterns that cannot be read are left out: they were refused before, or are skipped.
    /// </summary>
    public static CrawlPlan Compile(
        Guid crawlId, CrawlSpec spec, string scopeAdditions, string defaultUserAgent, string? traceParent = null)
    {
        var additions = JsonSerializer.Deserialize<string[]>(scopeAdditions) ?? [];
        var seeds = spec.Seeds.Concat(additions).Select(Parse).OfType<WebUrl>().ToList();
        var scope = new UrlScope(
            KindOf(spec.Scope.Kind), seeds, Compile(spec.Scope.Include), Compile(spec.Scope.Exclude),
            spec.Canonicalization.FoldWww);
        return new CrawlPlan(crawlId, spec, scope, SeedOrigins.Of(seeds), spec.UserAgent ?? defaultUserAgent,
            traceParent);
    }

    /// <summary>The same plan, whose scope also contains what a seed's redirect leads to.</summary>
    public CrawlPlan WithScopeOf(WebUrl target) =>
        new(CrawlId, Spec, Scope.With(target), Origins.With(target), UserAgent, TraceParent);

    private static CanonicalUrlProfile ProfileOf(CanonicalizationSpec spec) => new()
    {
        DropTrackingParameters = spec.DropTrackingParameters,
        SortQuery = spec.SortQuery,
        FoldScheme = spec.FoldScheme,
        FoldWww = spec.FoldWww,
        DropIndexFiles = spec.DropIndexFiles,
    };

    private static WebUrl? Parse(string text) => WebUrl.TryParse(text, out var url) && url.IsHttp ? url : null;

    private static List<Regex> Compile(IReadOnlyList<string> patterns)
    {
        var compiled = new List<Regex>(patterns.Count);
        foreach (var pattern in patterns)
        {
            if (UrlScope.TryCompile(pattern, out var regex, out _))
            {
                compiled.Add(regex);
            }
        }

        return compiled;
    }

    private static WebStandards.Url.ScopeKind KindOf(Contracts.V1.Crawls.ScopeKind kind) => kind switch
    {
        Contracts.V1.Crawls.ScopeKind.Prefix => WebStandards.Url.ScopeKind.Prefix,
        Contracts.V1.Crawls.ScopeKind.Domain => WebStandards.Url.ScopeKind.Domain,
        Contracts.V1.Crawls.ScopeKind.Any => WebStandards.Url.ScopeKind.Any,
        _ => WebStandards.Url.ScopeKind.Host,
    };

    private static string TokenOf(string userAgent)
    {
        var end = userAgent.AsSpan().IndexOfAny('/', ' ');
        return end < 0 ? userAgent : userAgent[..end];
    }
}
