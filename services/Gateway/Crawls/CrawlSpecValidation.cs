using Crawler.Contracts.V1.Crawls;
using Crawler.WebStandards.Url;

namespace Crawler.Gateway.Crawls;

/// <summary>Checks a spec before it is accepted, so that nothing of it can fail later.</summary>
public static class CrawlSpecValidation
{
    /// <summary>Everything that is wrong with the spec; empty when it is good.</summary>
    public static IReadOnlyList<SpecError> Validate(CrawlSpec spec)
    {
        var errors = CrawlSpecRules.Check(spec).ToList();
        if (spec.Seeds is not null)
        {
            CheckSeeds(spec.Seeds, errors);
        }

        if (spec.Scope is not null)
        {
            CheckPatterns("scope.include", spec.Scope.Include, errors);
            CheckPatterns("scope.exclude", spec.Scope.Exclude, errors);
        }

        return errors;
    }

    private static void CheckSeeds(IReadOnlyList<string?> seeds, List<SpecError> errors)
    {
        for (var i = 0; i < Math.Min(seeds.Count, CrawlSpecRules.MaxSeeds); i++)
        {
            if (seeds[i] is { } seed && SeedError(seed) is { } error)
            {
                errors.Add(new SpecError($"seeds[{i}]", error));
            }
        }
    }

    private static string? SeedError(string seed)
    {
        if (!WebUrl.TryParse(seed, out var url))
        {
            return $"'{Shorten(seed)}' is not an absolute URL";
        }

        if (!url.IsHttp)
        {
            return $"'{Shorten(seed)}' must begin with http:// or https://";
        }

        return url.Username.Length + url.Password.Length > 0 ? "must not carry a user name or password" : null;
    }

    private static void CheckPatterns(string field, IReadOnlyList<string?>? patterns, List<SpecError> errors)
    {
        for (var i = 0; i < Math.Min(patterns?.Count ?? 0, CrawlSpecRules.MaxPatterns); i++)
        {
            if (patterns![i] is { } pattern && !UrlScope.TryCompile(pattern, out _, out var error))
            {
                errors.Add(new SpecError($"{field}[{i}]", $"is not a usable regular expression: {error.TrimEnd('.')}"));
            }
        }
    }

    private static string Shorten(string text) => text.Length > 100 ? text[..100] + "…" : text;
}
