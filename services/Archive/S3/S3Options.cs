using System.ComponentModel.DataAnnotations;

namespace Crawler.Archive.S3;

/// <summary>The bucket that holds the archive where <see cref="ArchiveOptions.Store"/> is S3.</summary>
public sealed class S3Options
{
    /// <summary>The bucket's name. It must be there.</summary>
    public string? Bucket { get; set; }

    /// <summary>What all keys begin with, such as <c>crawler/</c>. Empty by default.</summary>
    [MaxLength(512)]
    public string Prefix { get; set; } = "";

    /// <summary>The server's URL where it is not Amazon's, such as <c>http://minio:9000</c>.</summary>
    public string? ServiceUrl { get; set; }

    /// <summary>The region that requests are signed for. Default <c>us-east-1</c>.</summary>
    [Required]
    public string Region { get; set; } = "us-east-1";

    /// <summary>
    /// The access key, with <see cref="SecretKey"/>. Without both, the platform's own sources of credentials are asked:
    /// environment, profile, container, instance.
    /// </summary>
    public string? AccessKey { get; set; }

    /// <summary>The secret of <see cref="AccessKey"/>.</summary>
    public string? SecretKey { get; set; }

    /// <summary>
    /// The folder in which WARC files are written until they are sent. Null is a folder of the system's temporary one.
    /// A process removes what an earlier one of its own name (<c>Downloader:ArchiveInstance</c>) left there; names that
    /// are given anew at every start leave it to whoever empties the folder.
    /// </summary>
    public string? SpoolFolder { get; set; }

    /// <summary>
    /// How much may wait in the spool folder. What is beyond it is sent before more is fetched, and while it cannot be,
    /// nothing is. Bytes, 1 MiB to 1 TiB; 4 GiB by default.
    /// </summary>
    [Range(1L << 20, 1L << 40)]
    public long MaxUnsentBytes { get; set; } = 4L << 30;

    /// <summary>
    /// Larger files are sent in parts of this size. Bytes, 5 MiB to 1 GiB; 16 MiB by default.
    /// </summary>
    [Range(5L << 20, 1L << 30)]
    public long PartBytes { get; set; } = 16L << 20;

    /// <summary>How long one request may take. 1 s to 1 h; 2 min by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);
}
