namespace Crawler.Gateway.Auditing;

/// <summary>A part of the audit.</summary>
internal sealed record AuditList
{
    /// <summary>The rows, newest first.</summary>
    public required IReadOnlyList<AuditRecord> Items { get; init; }

    /// <summary>The value of <c>after</c> for the next part; null at the end.</summary>
    public long? Next { get; init; }
}
