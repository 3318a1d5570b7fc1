using System.ComponentModel.DataAnnotations;
using System.IO.Compression;

using Crawler.Archive.S3;

using Microsoft.Extensions.Options;

namespace Crawler.Archive;

/// <summary>How archive files are written.</summary>
public sealed class ArchiveOptions : IValidatableObject
{
    public const string Section = "Archive";

    /// <summary>Where the archive lies: Folder, the default, or S3.</summary>
    public ArchiveStoreKind Store { get; set; }

    /// <summary>
    /// The folder of the WARC files and of what answers lay aside, shared by all who read or write the archive. Default
    /// <c>crawler-data/archive</c>.
    /// </summary>
    [Required]
    public string Folder { get; set; } = "crawler-data/archive";

    /// <summary>
    /// Whether each fetch has a metadata record: on which page its URL was found, along which path, how long it took,
    /// which charset it was read in. False by default: the database knows all of it, and a record costs some 450 bytes.
    /// Scheduler, which knows the way to a URL, and Downloader must have the same setting.
    /// </summary>
    public bool Metadata { get; set; }

    /// <summary>
    /// A file that has reached this size is followed by a new one. Bytes, 1 MiB to 1 TiB; 1 GiB by default.
    /// </summary>
    [Range(1L << 20, 1L << 40)]
    public long MaxFileBytes { get; set; } = 1L << 30;

    /// <summary>
    /// How hard records are compressed. Fastest by default: a crawler's time is worth more than its disk.
    /// </summary>
    public CompressionLevel Compression { get; set; } = CompressionLevel.Fastest;

    /// <summary>
    /// Whether a flush waits for the disk, so that a power failure loses nothing that was answered. True by default;
    /// without it only a crash of the process is survived.
    /// </summary>
    public bool FlushToDisk { get; set; } = true;

    /// <summary>
    /// A longer body is compressed straight into its file, which no other fetch of its crawl can use meanwhile; a
    /// shorter one in memory, outside the file's lock. Bytes, 0 to 1 GiB; 8 MiB by default.
    /// </summary>
    [Range(0L, 1L << 30)]
    public long MaxBufferedBodyBytes { get; set; } = 8L << 20;

    /// <summary>
    /// Files held open for appending; the one unused longest is closed for the next. 1 to 10,000; 64 by default.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxOpenFiles { get; set; } = 64;

    /// <summary>The bucket, where <see cref="Store"/> is S3.</summary>
    [ValidateObjectMembers]
    public S3Options S3 { get; set; } = new();

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Store == ArchiveStoreKind.S3 && string.IsNullOrEmpty(S3.Bucket))
        {
            yield return new ValidationResult("Archive:S3:Bucket must name a bucket where Archive:Store is S3.");
        }

        if (S3.ServiceUrl is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var server)
            && server.Scheme is "http" or "https"))
        {
            yield return new ValidationResult("Archive:S3:ServiceUrl must be an http or https URL.");
        }

        if (S3.AccessKey is null != S3.SecretKey is null)
        {
            yield return new ValidationResult("Archive:S3:AccessKey and Archive:S3:SecretKey are set together.");
        }
    }
}
