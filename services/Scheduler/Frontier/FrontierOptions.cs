using System.ComponentModel.DataAnnotations;

namespace Crawler.Scheduler.Frontier;

/// <summary>How the frontier hands out URLs, how long it waits, and when it gives up.</summary>
public sealed class FrontierOptions : IValidatableObject
{
    /// <summary>The section's name in the settings.</summary>
    public const string Section = "Frontier";

    /// <summary>
    /// The dispatcher looks for ready hosts this often, beside every commit that wakes it. Default 1 s; 10 ms to 1 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Lapsed leases, deadlines and lost messages are looked for this often. Default 1 s; 10 ms to 1 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a batch is a downloader's, from the lease or its last heartbeat. Default 90 s; 1 s to 1 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// The longest that a single fetch may take. Default 30 s; 100 ms to 30 min; less than half of the lease time.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:30:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A process that was not heard of for this long is lost, and nothing is handed out for it. Longer than three
    /// heartbeat intervals of every process. Default 20 s; 1 s to 1 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan WorkerLostAfter { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The most batches that are leased at a time; with a broker also bounded by what the living downloaders work on at
    /// a time. Default 128; 1 to 10,000.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxBatchesInFlight { get; set; } = 128;

    /// <summary>
    /// The most URLs of a crawl that are leased at a time on hosts that ask for no pause; the last batch may exceed it.
    /// What is in flight is held in memory with the links found so far. Hosts with a pause bring little at a time, and
    /// are bounded by <see cref="MaxBatchesInFlight"/> alone. Default 320; 1 to 1,000,000.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxUrlsInFlight { get; set; } = 320;

    /// <summary>The most URLs of a batch. Default 128; 1 to 128.</summary>
    [Range(1, 128)]
    public int MaxBatchUrls { get; set; } = 128;

    /// <summary>How much work a batch holds, so that pause and cancel act fast. Default 10 s; 1 s to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan BatchWork { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a URL is tried before it is Failed. Default 4; 1 to 100.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 4;

    /// <summary>
    /// The pause before the second attempt; it doubles with each further one, with a fifth of jitter. Default 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause between two attempts. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Fetches in a row without any answer after which a crawl gives a host up. Default 20; 1 to 10,000.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxHostFailures { get; set; } = 20;

    /// <summary>
    /// How long a crawl waits for a host that throttles it, or whose robots.txt cannot be had. Default 6 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan MaxHostWait { get; set; } = TimeSpan.FromHours(6);

    /// <summary>
    /// The pause after a first refusal without Retry-After; it doubles with each further one. Default 30 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan RefusalDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause after a refusal, Retry-After included. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan MaxRefusalDelay { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The longest crawl-delay of robots.txt that is kept; a longer one is cut to it. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan MaxCrawlDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// A crawl with a delay waits at least this many response times between fetch starts. Default 2; 0 to 100.
    /// </summary>
    [Range(0, 100)]
    public double AdaptiveFactor { get; set; } = 2;

    /// <summary>The longest pause that the response time alone can cause. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan MaxAdaptiveDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Processes that may die over a URL that they work on alone before it is Failed(Crashed). Default 3; 1 to 100.
    /// </summary>
    [Range(1, 100)]
    public int MaxCrashes { get; set; } = 3;

    /// <summary>Redirects in a row that are followed. Default 10; 0 to 20.</summary>
    [Range(0, 20)]
    public int MaxRedirects { get; set; } = 10;

    /// <summary>
    /// How often the gauges of the frontier and the outbox are read, while metrics are collected. Default 10 s; 100 ms
    /// to 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan GaugeInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The User-Agent of crawls that name none: a product and where its owner can be reached.</summary>
    [Required, StringLength(256)]
    public string UserAgent { get; set; } = "Crawler/0.1 (+https://crawler.example/bot)";

    /// <summary>The only crawl that this process works on; null for all.</summary>
    public Guid? OnlyCrawl { get; set; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RequestTimeout * 2 > LeaseTime)
        {
            yield return new ValidationResult(
                $"Frontier:RequestTimeout ({RequestTimeout}) must not exceed half of Frontier:LeaseTime ({LeaseTime}).");
        }
    }
}
