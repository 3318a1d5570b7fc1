using Crawler.Persistence.Access;

namespace Crawler.Gateway.Access;

/// <summary>An access key, without what it is.</summary>
public sealed record KeyStatus
{
    /// <summary>What it is called by: the part of the key after <c>crawler_</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it is for, as its maker said.</summary>
    public required string Name { get; init; }

    /// <summary>What it allows: Read, Write (and Read) or Admin (everything).</summary>
    public required AccessScope Scope { get; init; }

    /// <summary>Active, Expired or Revoked.</summary>
    public required KeyState State { get; init; }

    /// <summary>When it was made. UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when it is no good. UTC; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked. UTC.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When it was last used, to about a minute. UTC.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}
