namespace Crawler.Scheduler.Moving;

/// <summary>What a move has brought to another database.</summary>
public sealed record MovedRows
{
    /// <summary>How many rows of each table.</summary>
    public required IReadOnlyDictionary<string, long> Tables { get; init; }

    /// <summary>How many messages wait for their time.</summary>
    public required long WaitingMessages { get; init; }

    /// <summary>
    /// Whether the URLs that were in transit are ready again. Where they are not, because the database went away after
    /// the move, they will be when their leases run out.
    /// </summary>
    public required bool AreLeasesReturned { get; init; }
}
