using Crawler.Persistence.Access;

namespace Crawler.Gateway.Access;

/// <summary>A new access key. What it is, is in no other answer.</summary>
public sealed record CreatedKey
{
    /// <summary>What it is called by.</summary>
    public required string Id { get; init; }

    /// <summary>The key: keep it safe, it is not shown again.</summary>
    public required string Key { get; init; }

    /// <summary>What it is for.</summary>
    public required string Name { get; init; }

    /// <summary>What it allows.</summary>
    public required AccessScope Scope { get; init; }

    /// <summary>When it was made. UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when it is no good. UTC; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
