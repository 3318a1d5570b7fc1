namespace Crawler.Benchmarks.Sites;

/// <summary>A site that a web server on loopback serves, whose pages are known.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Truth">The name of its truth file.</param>
/// <param name="Arguments">Seeds and scope of its crawl.</param>
internal sealed record ServedSite(string Name, string Truth, IReadOnlyList<string> Arguments)
{
    private const int Names = 20;

    /// <summary>The hosts under which the truth's pages are served; empty for those that the truth itself names.</summary>
    public IReadOnlyList<string> Mirrors { get; init; } = [];

    /// <summary>
    /// The sites below a base address: one under one name and under twenty, another under one name, and one of forty
    /// hosts. The many names are addresses of 127.0.1.0/24.
    /// </summary>
    public static IReadOnlyList<ServedSite> At(Uri sites)
    {
        string[] mirrors = [.. Enumerable.Range(1, Names).Select(i => $"127.0.1.{i}:{sites.Port}")];
        return
        [
            new("python", "python", [new Uri(sites, "python/index.html").AbsoluteUri, "--scope", "prefix"]),
            new("python20", "python", [.. mirrors.Select(host => $"http://{host}/python/index.html"), "--scope", "prefix"])
            {
                Mirrors = mirrors,
            },
            new("django", "django", [new Uri(sites, "django/index.html").AbsoluteUri, "--scope", "prefix"]),
            new(
                "syn",
                "syn",
                [
                    $"http://127.0.1.1:{sites.Port}/syn/p/0.html", "--scope", "any",
                    "--include", $@"^http://127\.0\.1\.\d+:{sites.Port}/syn/",
                ]),
        ];
    }
}
