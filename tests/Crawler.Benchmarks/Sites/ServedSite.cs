namespace Crawler.Benchmarks.Sites;

/// <summary>A site that a web server on loopback serves, whose pages are known.</summary>
/// <param name="Name">Its name, and that of its truth file.</param>
/// <param name="Arguments">Seed and scope of its crawl.</param>
internal sealed record ServedSite(string Name, IReadOnlyList<string> Arguments)
{
    /// <summary>The three sites below a base address: two of one host, and one of forty hosts of 127.0.1.0/24.</summary>
    public static IReadOnlyList<ServedSite> At(Uri sites) =>
    [
        new("python", [new Uri(sites, "python/index.html").AbsoluteUri, "--scope", "prefix"]),
        new("django", [new Uri(sites, "django/index.html").AbsoluteUri, "--scope", "prefix"]),
        new(
            "syn",
            [
                $"http://127.0.1.1:{sites.Port}/syn/p/0.html", "--scope", "any",
                "--include", $@"^http://127\.0\.1\.\d+:{sites.Port}/syn/",
            ]),
    ];
}
