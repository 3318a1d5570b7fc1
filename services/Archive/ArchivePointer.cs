namespace Crawler.Archive;

/// <summary>Where a response record is: what a row keeps of an archived page.</summary>
/// <param name="File">The file's name relative to the archive's root, with <c>/</c> between its parts.</param>
/// <param name="Offset">Where the record's gzip member begins, in bytes of the file.</param>
/// <param name="Length">Bytes of that member, compressed.</param>
public sealed record ArchivePointer(string File, long Offset, long Length);
