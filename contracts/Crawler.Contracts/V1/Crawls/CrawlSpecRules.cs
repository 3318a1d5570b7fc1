namespace Crawler.Contracts.V1.Crawls;

/// <summary>
/// What holds of every spec, whoever sent it: no field is null that must not be, and every number is in its range. What
/// a seed or a pattern says is checked where a person can be told.
/// </summary>
public static class CrawlSpecRules
{
    /// <summary>The most seeds of a crawl.</summary>
    public const int MaxSeeds = 10_000;

    /// <summary>The most include patterns, and the most exclude patterns.</summary>
    public const int MaxPatterns = 100;

    private const long MaxBodyBytes = 1L << 30;

    /// <summary>Everything that breaks a rule; empty when nothing does.</summary>
    public static IReadOnlyList<SpecError> Check(CrawlSpec? spec)
    {
        // A field that JSON sets to null arrives as null, whatever the type says.
        if (MissingField(spec) is { } missing)
        {
            return [new SpecError { Field = missing, Message = "must not be null" }];
        }

        var errors = new List<SpecError>();
        CheckList("seeds", spec!.Seeds, errors);
        CheckList("scope.include", spec.Scope.Include, errors);
        CheckList("scope.exclude", spec.Scope.Exclude, errors);
        Require(spec.Seeds.Count is >= 1 and <= MaxSeeds, "seeds", $"must be 1 to {MaxSeeds} URLs", errors);
        Require(spec.Scope.Include.Count <= MaxPatterns, "scope.include", $"must be at most {MaxPatterns} patterns", errors);
        Require(spec.Scope.Exclude.Count <= MaxPatterns, "scope.exclude", $"must be at most {MaxPatterns} patterns", errors);
        CheckLimits(spec.Limits, errors);
        Require(
            spec.Politeness.Delay >= TimeSpan.Zero && spec.Politeness.Delay <= TimeSpan.FromHours(1),
            "politeness.delay", "must be from 0s to 1h", errors);
        Require(spec.Politeness.PerHost is >= 1 and <= 64, "politeness.perHost", "must be from 1 to 64", errors);
        Require(
            spec.Content.MaxBytes is >= 1 and <= MaxBodyBytes, "content.maxBytes",
            $"must be from 1 to {MaxBodyBytes} bytes", errors);
        Require(
            !spec.Content.Assets || spec.Content.Types == ContentKind.Any, "content.types",
            "must be any where assets are asked for, since most of them are no HTML", errors);
        Require(spec.Weight is >= 1 and <= 1_000, "weight", "must be from 1 to 1000", errors);
        Require(
            spec.UserAgent is null || IsUserAgent(spec.UserAgent),
            "userAgent", "must be 1 to 256 printable ASCII characters and begin with a product name", errors);
        Require(Enum.IsDefined(spec.Sitemap), "sitemap", "must be include, only or skip", errors);
        CheckContinuous(spec.Continuous, errors);
        return errors;
    }

    private static string? MissingField(CrawlSpec? spec) =>
        spec is null ? "spec"
        : spec.Seeds is null ? "seeds"
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

    private static void CheckList(string field, IReadOnlyList<string?> entries, List<SpecError> errors)
    {
        for (var i = 0; i < Math.Min(entries.Count, MaxSeeds); i++)
        {
            Require(entries[i] is not null, $"{field}[{i}]", "must not be null", errors);
        }
    }

    private static void CheckLimits(LimitsSpec limits, List<SpecError> errors)
    {
        Require(limits.Pages is null or >= 1, "limits.pages", "must be 1 or more", errors);
        Require(limits.Depth is null or >= 0, "limits.depth", "must be 0 or more", errors);
        Require(limits.Bytes is null or >= 1, "limits.bytes", "must be 1 or more", errors);
        Require(
            limits.Duration is null || limits.Duration > TimeSpan.Zero, "limits.duration", "must be longer than 0s", errors);
    }

    private static void CheckContinuous(ContinuousSpec? continuous, List<SpecError> errors)
    {
        if (continuous is not null)
        {
            Require(
                continuous.RecrawlAfter >= TimeSpan.FromSeconds(1), "continuous.recrawlAfter", "must be 1s or longer", errors);
            Require(
                continuous.StopWhenIdleFor is null || continuous.StopWhenIdleFor > TimeSpan.Zero,
                "continuous.stopWhenIdleFor", "must be longer than 0s", errors);
        }
    }

    private static bool IsUserAgent(string text) =>
        text.Length is >= 1 and <= 256 && text.All(c => c is >= ' ' and <= '~') && char.IsAsciiLetterOrDigit(text[0]);

    private static void Require(bool holds, string field, string message, List<SpecError> errors)
    {
        if (!holds)
        {
            errors.Add(new SpecError { Field = field, Message = message });
        }
    }
}
