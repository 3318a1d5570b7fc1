using Crawler.Archive;

namespace Crawler.Downloader.Batches;

/// <summary>An exchange as it was archived.</summary>
/// <param name="Pointer">Where its response or revisit record is.</param>
/// <param name="PayloadDigest">What the record states, or the one that it refers to; null where nothing does.</param>
/// <param name="RevisitOf">The number of the stored fetch to which the record refers for its body.</param>
internal sealed record ArchivedExchange(ArchivePointer Pointer, string? PayloadDigest, long? RevisitOf);
