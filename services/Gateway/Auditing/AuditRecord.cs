namespace Crawler.Gateway.Auditing;

/// <summary>One row of the audit.</summary>
internal sealed record AuditRecord
{
    /// <summary>Its number: what came later has a higher one.</summary>
    public required long Seq { get; init; }

    /// <summary>When it happened. UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// The id of the key that asked; or <c>local</c> (there was no key yet), <c>command-line</c>, <c>settings</c>, or
    /// <c>none</c> (nobody that is known).
    /// </summary>
    public required string Actor { get; init; }

    /// <summary>What was asked for, such as <c>crawl.cancel</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The id of what it was asked of.</summary>
    public string? Subject { get; init; }

    /// <summary><c>done</c>, or the code of the problem with which it was refused.</summary>
    public required string Outcome { get; init; }

    /// <summary>Where the request came from.</summary>
    public string? RemoteAddress { get; init; }
}
