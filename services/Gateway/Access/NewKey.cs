using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence.Access;

namespace Crawler.Gateway.Access;

/// <summary>What a key is to be.</summary>
public sealed record NewKey
{
    /// <summary>The longest name.</summary>
    public const int MaxNameLength = 100;

    /// <summary>What it is for: 1 to 100 characters, none of them a control character.</summary>
    public required string Name { get; init; }

    /// <summary>What it allows. Default Read.</summary>
    public AccessScope Scope { get; init; } = AccessScope.Read;

    /// <summary>From when it is no good. UTC; null, the default, for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The first thing that is wrong with it; null where it is good.</summary>
    public SpecError? Check(DateTimeOffset now) =>
        Name is not { Length: >= 1 and <= MaxNameLength } || Name.Any(char.IsControl) || string.IsNullOrWhiteSpace(Name)
            ? Wrong("name", $"must be 1 to {MaxNameLength} characters, and none of them a control character")
        : ExpiresAt <= now ? Wrong("expiresAt", "must be in the future")
        : null;

    private static SpecError Wrong(string field, string message) => new() { Field = field, Message = message };
}
