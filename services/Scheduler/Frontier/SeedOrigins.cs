using System.Collections.Immutable;

using Crawler.WebStandards.Url;

namespace Crawler.Scheduler.Frontier;

/// <summary>
/// The origins at which a crawl starts, by politeness key: those of its seeds, and those to which seeds redirect.
/// </summary>
internal sealed class SeedOrigins
{
    private readonly ImmutableDictionary<string, ImmutableArray<WebUrl>> _origins;

    private SeedOrigins(ImmutableDictionary<string, ImmutableArray<WebUrl>> origins) => _origins = origins;

    public static SeedOrigins Of(IEnumerable<WebUrl> seeds)
    {
        var origins = ImmutableDictionary.CreateBuilder<string, ImmutableArray<WebUrl>>(StringComparer.Ordinal);
        foreach (var seed in seeds)
        {
            var host = seed.HostAndPort;
            var known = origins.GetValueOrDefault(host, []);
            if (!Contains(known, seed))
            {
                origins[host] = known.Add(seed);
            }
        }

        return new SeedOrigins(origins.ToImmutable());
    }

    /// <summary>A URL of each origin on a host: one, or one of http and one of https.</summary>
    public ImmutableArray<WebUrl> On(string host) => _origins.GetValueOrDefault(host, []);

    public SeedOrigins With(WebUrl url)
    {
        var known = On(url.HostAndPort);
        return Contains(known, url) ? this : new SeedOrigins(_origins.SetItem(url.HostAndPort, known.Add(url)));
    }

    private static bool Contains(ImmutableArray<WebUrl> known, WebUrl url)
    {
        foreach (var origin in known)
        {
            if (origin.SchemeSpan.SequenceEqual(url.SchemeSpan))
            {
                return true;
            }
        }

        return false;
    }
}
