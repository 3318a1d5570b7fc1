namespace Crawler.Persistence.PostgreSql;

/// <summary>
/// The advisory locks that this product takes: two numbers each, the first of them its own, so that others may use the
/// same database.
/// </summary>
public static class AdvisoryLock
{
    /// <summary>The first number of every lock.</summary>
    public const int Product = 0x43524157;

    /// <summary>
    /// The second number of the lock that every process holds: alone where its messages travel in its own memory.
    /// </summary>
    public const int Presence = 1_000;
}
