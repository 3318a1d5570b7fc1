namespace Crawler.Archive;

/// <summary>Where the archive lies.</summary>
public enum ArchiveStoreKind
{
    /// <summary>In a folder that all who read or write it share.</summary>
    Folder,

    /// <summary>In a bucket of an S3 server; nothing is shared but that.</summary>
    S3,
}
