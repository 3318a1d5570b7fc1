namespace Crawler.Archive;

/// <summary>Why a stored body is shorter than the one that was sent (WARC 1.1, WARC-Truncated).</summary>
public enum TruncationReason
{
    /// <summary>It was longer than the limit.</summary>
    Length,

    /// <summary>It took longer than the limit.</summary>
    Time,

    /// <summary>The connection ended before the body did.</summary>
    Disconnect,

    /// <summary>Any other reason.</summary>
    Unspecified,
}
