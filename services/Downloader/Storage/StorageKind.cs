namespace Crawler.Downloader.Storage;

/// <summary>What a batch lays its work down in.</summary>
internal enum StorageKind
{
    /// <summary>Needed by batches that archive.</summary>
    Archive,

    /// <summary>Temporary files of long bodies, and the links of large answers: any batch may need it.</summary>
    Spool,
}
