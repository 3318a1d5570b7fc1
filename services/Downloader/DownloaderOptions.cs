using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;

using Crawler.Downloader.Fetching;
using Crawler.WebStandards.Addresses;

namespace Crawler.Downloader;

/// <summary>How much a downloader does at a time, and how long and how large it lets anything become.</summary>
public sealed class DownloaderOptions : IValidatableObject
{
    /// <summary>The section's name in the settings.</summary>
    public const string Section = "Downloader";

    /// <summary>How many host batches are worked on at a time. Default 128; 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int MaxBatches { get; set; } = 128;

    /// <summary>How many fetches run at a time, over all batches. Default 64; 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int MaxFetches { get; set; } = 64;

    /// <summary>
    /// How long resolving a name, connecting and the TLS handshake may take together. Default 10 s; 100 ms to 5 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a connected server may take to send its header section. Default 20 s; 100 ms to 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan FirstByteTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The slowest body, in bytes a second, averaged over <see cref="RateWindow"/>. Default 1,024; 0 for no limit.
    /// </summary>
    [Range(0, 1_000_000_000)]
    public int MinBytesPerSecond { get; set; } = 1_024;

    /// <summary>
    /// The time over which a body's rate is averaged, and its grace at the start. Default 10 s; 1 s to 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RateWindow { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The largest header section, in bytes, rounded up to whole KiB. Default 64 KiB; 1 KiB to 1 MiB.
    /// </summary>
    [Range(1_024, 1_048_576)]
    public int MaxHeaderBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// How many times larger than sent a body may decode, once it exceeds 1 MiB. Default 200; 1 to 100,000.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxDecompressionRatio { get; set; } = 200;

    /// <summary>How many content codings may be applied on top of each other. Default 3; 0 to 10.</summary>
    [Range(0, 10)]
    public int MaxEncodingLayers { get; set; } = 3;

    /// <summary>
    /// How much of a body is kept in memory, in bytes; a longer one goes to a temporary file. Default 1 MiB; 0 to 1
    /// GiB.
    /// </summary>
    [Range(0, 1_073_741_824)]
    public int SpoolMemoryBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// The folder for bodies that do not fit in memory; null for a folder of the process's own below the system's
    /// temporary folder. Default null.
    /// </summary>
    public string? SpoolFolder { get; set; }

    /// <summary>
    /// How much of a body that answers with an error or a redirect is archived, in bytes; the rest is cut. Default 1
    /// MiB; 0 to 1 GiB.
    /// </summary>
    [Range(0, 1_073_741_824)]
    public int MaxErrorBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// Networks that may be dialled although they are not globally routable, as CIDR or bare addresses:
    /// <c>10.0.0.0/8</c>. Default none.
    /// </summary>
    [SuppressMessage("Usage", "CA2227", Justification = "The settings binder replaces the list.")]
    public IList<string> AllowedAddresses { get; set; } = [];

    /// <summary>
    /// A file of root certificates in PEM that are trusted beside the system's, read once at the start: for sites with
    /// certificates of an authority of one's own. Null for none. Default null.
    /// </summary>
    public string? TrustedRootsFile { get; set; }

    /// <summary>
    /// The name under which this process writes archive files; null for the process's own, which is new at every start.
    /// A name that stays lets a process mend what its predecessor left torn, and must be used by one process at a time.
    /// 1 to 48 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>. Default null.
    /// </summary>
    [RegularExpression(
        "^[A-Za-z0-9._-]{1,48}$",
        ErrorMessage = "Downloader:ArchiveInstance must be 1 to 48 letters, digits, '-', '_' and '.'.")]
    public string? ArchiveInstance { get; set; }

    /// <summary>
    /// How long after a failure of the archive or the temporary folder no batch is begun that needs them; each try that
    /// fails again doubles it. Default 5 s; 0 to 1 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan StorageRetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest that <see cref="StorageRetryDelay"/> becomes. Default 5 min; 0 to 1 d.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxStorageRetryDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long fetches that run may go on when the process is asked to stop, before they are given back. Below
    /// Messaging:StopTimeout, or the answer would come too late. Default 15 s; 0 to 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How much of a robots.txt is read, in bytes. Default 512 KiB; 500 KiB (RFC 9309 section 2.5) to 512 KiB.
    /// </summary>
    [Range(512_000, 524_288)]
    public int MaxRobotsBytes { get; set; } = 512 * 1024;

    /// <summary>How many origins' parsed robots rules are kept in memory. Default 2,048; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int RobotsCacheEntries { get; set; } = 2_048;

    /// <summary>
    /// The longest crawl-delay that a robots.txt fetched within a batch adds to the pace of that same batch; every
    /// later batch brings its own pace. Default 30 s; 0 to 1 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan MaxCrawlDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many fetches in a row may end without an answer before the rest of a batch is given back. Default 3; 1 to
    /// 128.
    /// </summary>
    [Range(1, 128)]
    public int MaxSilentFailures { get; set; } = 3;

    /// <summary>
    /// How much of a sitemap is read, in bytes, as sent and as decoded; the rest is cut. Default 50 MiB, the protocol's
    /// limit; 1 KiB to 50 MiB.
    /// </summary>
    [Range(1_024, 52_428_800)]
    public int MaxSitemapBytes { get; set; } = 50 * 1024 * 1024;

    /// <summary>The most links that are read from one page. Default 20,000; 0 to 1,000,000.</summary>
    [Range(0, 1_000_000)]
    public int MaxLinksPerPage { get; set; } = 20_000;

    /// <summary>
    /// The most distinct links that one answer carries. A batch whose pages have more ends early, and the pages that
    /// are left come in another; a page that has more alone is cut. Default 50,000; 0 to 1,000,000.
    /// </summary>
    [Range(0, 1_000_000)]
    public int MaxLinksPerBatch { get; set; } = 50_000;

    /// <summary>
    /// How many links of a crawl that Scheduler has committed are remembered, so that they are not sent again: 17 bytes
    /// each, for the 16 crawls that were worked on last. Default 65,536; 0 for none; to 16,777,216.
    /// </summary>
    [Range(0, 16_777_216)]
    public int SentLinksPerCrawl { get; set; } = 65_536;

    /// <summary>
    /// How many bytes of links, as JSON, an answer carries itself; more go to the archive's folder, and the answer names
    /// them. Default 256 KiB; 0 to 16 MiB.
    /// </summary>
    [Range(0, 16 * 1_048_576)]
    public int MaxInlineLinkBytes { get; set; } = 256 * 1024;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var text in AllowedAddresses)
        {
            if (!AddressPolicy.TryParseNetwork(text, out _, out var error))
            {
                yield return new ValidationResult(
                    $"Downloader:AllowedAddresses: '{text}' is not a network: {error}", [nameof(AllowedAddresses)]);
            }
        }

        if (MaxStorageRetryDelay < StorageRetryDelay)
        {
            yield return new ValidationResult(
                "Downloader:StorageRetryDelay must not exceed Downloader:MaxStorageRetryDelay.",
                [nameof(StorageRetryDelay), nameof(MaxStorageRetryDelay)]);
        }

        if (TrustedRootsFile is not null && !TlsTrust.CanRead(TrustedRootsFile))
        {
            yield return new ValidationResult(
                $"Downloader:TrustedRootsFile: '{TrustedRootsFile}' holds no readable PEM certificate.",
                [nameof(TrustedRootsFile)]);
        }
    }
}
