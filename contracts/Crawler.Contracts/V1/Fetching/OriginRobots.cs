namespace Crawler.Contracts.V1.Fetching;

/// <summary>What an origin's robots.txt said, or that it could not be had (RFC 9309 section 2.3.1).</summary>
public sealed record OriginRobots
{
    /// <summary>Scheme, host and port: <c>https://a.example</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>What follows from the answer.</summary>
    public required RobotsAccess Access { get; init; }

    /// <summary>The text, when <see cref="Access"/> is <see cref="RobotsAccess.Rules"/>; at most 512 KiB.</summary>
    public string? Text { get; init; }

    /// <summary>The HTTP status of the last answer; null where there was none.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>After this moment robots.txt is asked for again. UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
