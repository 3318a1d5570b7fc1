namespace Crawler.Gateway.Access;

/// <summary>A part of the list of keys.</summary>
internal sealed record KeyList
{
    /// <summary>The keys, by their ids.</summary>
    public required IReadOnlyList<KeyStatus> Items { get; init; }

    /// <summary>The value of <c>after</c> for the next part; null at the end.</summary>
    public string? Next { get; init; }
}
