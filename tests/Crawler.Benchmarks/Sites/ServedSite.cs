using Crawler.Contracts.V1.Crawls;

namespace Crawler.Benchmarks.Sites;

/// <summary>A site that a web server on loopback serves, whose pages are known.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Truth">The name of its truth file.</param>
/// <param name="Seeds">Where its crawl begins.</param>
/// <param name="Scope">What belongs to it.</param>
internal sealed record ServedSite(string Name, string Truth, IReadOnlyList<string> Seeds, ScopeSpec Scope)
{
    private const int Names = 20;

    /// <summary>The hosts under which the truth's pages are served; empty for those that the truth itself names.</summary>
    public IReadOnlyList<string> Mirrors { get; init; } = [];

    /// <summary>Seeds and scope as the command line has them.</summary>
    public IReadOnlyList<string> Arguments =>
    [
        .. Seeds, "--scope", Scope.Kind == ScopeKind.Any ? "any" : "prefix",
        .. Scope.Include.SelectMany(pattern => new[] { "--include", pattern }),
    ];

    /// <summary>
    /// The sites below a base address: one under one name and under twenty, another under one name, and one of forty
    /// hosts. The many names are addresses of 127.0.1.0/24.
    /// </summary>
    public static IReadOnlyList<ServedSite> At(Uri sites)
    {
        string[] mirrors = [.. Enumerable.Range(1, Names).Select(i => $"127.0.1.{i}:{sites.Port}")];
        var prefix = new ScopeSpec { Kind = ScopeKind.Prefix };
        var synthetic = new ScopeSpec
        {
            Kind = ScopeKind.Any,
            Include = [$@"^http://127\.0\.1\.\d+:{sites.Port}/syn/"],
        };
        return
        [
            new("python", "python", [new Uri(sites, "python/index.html").AbsoluteUri], prefix),
            new("python20", "python", [.. mirrors.Select(host => $"http://{host}/python/index.html")], prefix)
            {
                Mirrors = mirrors,
            },
            new("django", "django", [new Uri(sites, "django/index.html").AbsoluteUri], prefix),
            new("syn", "syn", [$"http://127.0.1.1:{sites.Port}/syn/p/0.html"], synthetic),
        ];
    }
}
