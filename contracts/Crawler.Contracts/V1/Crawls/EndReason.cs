namespace Crawler.Contracts.V1.Crawls;

/// <summary>Why a crawl ended.</summary>
public enum EndReason
{
    /// <summary>A reason that this version does not know.</summary>
    Other,

    /// <summary>Every URL that it found is in a terminal state.</summary>
    Drained,

    /// <summary>As many pages as allowed are stored.</summary>
    PageLimit,

    /// <summary>As many bytes as allowed were fetched.</summary>
    ByteLimit,

    /// <summary>The allowed time is over.</summary>
    DurationLimit,

    /// <summary>Nothing was due for the time after which a continuous crawl stops.</summary>
    Idle,

    /// <summary>Not one page could be stored.</summary>
    SeedsFailed,

    /// <summary>The crawler itself could not go on.</summary>
    Internal,

    /// <summary>A person ended it.</summary>
    Cancelled,
}
