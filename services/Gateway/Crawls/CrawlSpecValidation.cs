using Crawler.Contracts.V1.Crawls;
using Crawler.WebStandards.Url;

namespace Crawler.Gateway.Crawls;

/// <summary>Checks a spec before it is accepted, so that nothing of it can fail later.</summary>
public static class CrawlSpecValidation
{
    /// <summary>The most seeds of a crawl.</summary>
    public const int MaxSeeds = 10_000;

    /// <summary>The most include patterns, and the most exclude patterns.</summary>
    public const int MaxPatterns = 100;

    private const long MaxBodyBytes = 1L << 30;

    /// <summary>Everything that is wrong with the spec; empty when it is good.</summary>
    public static IReadOnlyList<SpecError> Validate(CrawlSpec spec)
    {
        // A field that JSON sets to null arrives as null, whatever the type says.
        var errors = new List<SpecError>();
        if (MissingField(spec) is { } missing)
        {
            return [new SpecError(missing, "must not be null")];
        }

        ValidateSeeds(spec.Seeds, errors);
        ValidatePatterns("scope.include", spec.Scope.Include, errors);
        ValidatePatterns("scope.exclude", spec.Scope.Exclude, errors);
        ValidateLimits(spec.Limits, errors);
        Require(spec.Politeness.Delay >= TimeSpan.Zero && spec.Politeness.Delay <= TimeSpan.FromHours(1),
            "politeness.delay", "must be from 0s to 1h", errors);
        Require(spec.Politeness.PerHost is >= 1 and <= 64, "politeness.perHost", "must be from 1 to 64", errors);
        Require(spec.Content.MaxBytes is >= 1 and <= MaxBodyBytes, "content.maxBytes",
            $"must be from 1 to {MaxBodyBytes} bytes", errors);
        Require(spec.Weight is >= 1 and <= 1_000, "weight", "must be from 1 to 1000", errors);
        Require(spec.UserAgent is null || IsUserAgent(spec.UserAgent),
            "userAgent", "must be 1 to 256 printable ASCII characters and begin with a product name", errors);
        Require(Enum.IsDefined(spec.Sitemap), "sitemap", "must be include, only or skip", errors);
        ValidateContinuous(spec.Continuous, errors);
        return errors;
    }

    private static string? MissingField(CrawlSpec spec) =>
        spec.Seeds is null ? "seeds"
        : spec.Scope is null ? "scope"
        : spec.Scope.Include is null ? "scope.include"
        : spec.Scope.Exclude is null ? "scope.exclude"
        : spec.Limits is null ? "limits"
        : spec.Politeness is null ? "politeness"
        : spec.Robots is null ? "robots"
        : spec.Traps is null ? "traps"
        : spec.Traps.Ignore is null ? "traps.ignore"
        : spec.Canonicalization is null ? "canonicalization"
        : spec.Content is null ? "content"
        : null;

    private static void ValidateSeeds(IReadOnlyList<string> seeds, List<SpecError> errors)
    {
        Require(seeds.Count is >= 1 and <= MaxSeeds, "seeds", $"must be 1 to {MaxSeeds} URLs", errors);
        for (var i = 0; i < Math.Min(seeds.Count, MaxSeeds); i++)
        {
            if (SeedError(seeds[i]) is { } error)
            {
                errors.Add(new SpecError($"seeds[{i}]", error));
            }
        }
    }

    private static string? SeedError(string? seed)
    {
        if (seed is null || !WebUrl.TryParse(seed, out var url))
        {
            return $"'{Shorten(seed)}' is not an absolute URL";
        }

        if (!url.IsHttp)
        {
            return $"'{Shorten(seed)}' must begin with http:// or https://";
        }

        return url.Username.Length + url.Password.Length > 0 ? "must not carry a user name or password" : null;
    }

    private static void ValidatePatterns(string field, IReadOnlyList<string> patterns, List<SpecError> errors)
    {
        Require(patterns.Count <= MaxPatterns, field, $"must be at most {MaxPatterns} patterns", errors);
        for (var i = 0; i < Math.Min(patterns.Count, MaxPatterns); i++)
        {
            if (patterns[i] is null)
            {
                errors.Add(new SpecError($"{field}[{i}]", "must not be null"));
            }
            else if (!UrlScope.TryCompile(patterns[i], out _, out var error))
            {
                errors.Add(new SpecError($"{field}[{i}]", $"is not a usable regular expression: {error.TrimEnd('.')}"));
            }
        }
    }

    private static void ValidateLimits(LimitsSpec limits, List<SpecError> errors)
    {
        Require(limits.Pages is null or >= 1, "limits.pages", "must be 1 or more", errors);
        Require(limits.Depth is null or >= 0, "limits.depth", "must be 0 or more", errors);
        Require(limits.Bytes is null or >= 1, "limits.bytes", "must be 1 or more", errors);
        Require(limits.Duration is null
            || limits.Duration > TimeSpan.Zero, "limits.duration", "must be longer than 0s", errors);
    }

    private static void ValidateContinuous(ContinuousSpec? continuous, List<SpecError> errors)
    {
        if (continuous is not null)
        {
            Require(continuous.RecrawlAfter >= TimeSpan.FromSeconds(1), "continuous.recrawlAfter",
                "must be 1s or longer", errors);
            Require(continuous.StopWhenIdleFor is null || continuous.StopWhenIdleFor > TimeSpan.Zero,
                "continuous.stopWhenIdleFor", "must be longer than 0s", errors);
        }
    }

    private static bool IsUserAgent(string text) =>
        text.Length is >= 1 and <= 256 && text.All(c => c is >= ' ' and <= '~') && char.IsAsciiLetterOrDigit(text[0]);

    private static string Shorten(string? text) => text?.Length > 100 ? text[..100] + "…" : text ?? "null";

    private static void Require(bool holds, string field, string message, List<SpecError> errors)
    {
        if (!holds)
        {
            errors.Add(new SpecError(field, message));
        }
    }
}
