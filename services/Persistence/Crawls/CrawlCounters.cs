using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crawler.Persistence.Crawls;

/// <summary>
/// The counts of a crawl's pages, apart from its saga's row because every answered batch changes them.
/// </summary>
/// <remarks>
/// <c>Discovered = Queued + Leased + Fetched + Unchanged + Redirected + Skipped + Failed + Gone</c> at every commit. It
/// is the last row that a transaction locks, so that sequence numbers come in commit order.
/// </remarks>
public sealed class CrawlCounters
{
    public Guid CrawlId { get; set; }

    public long Discovered { get; set; }

    public long Queued { get; set; }

    public long Leased { get; set; }

    public long Fetched { get; set; }

    public long Unchanged { get; set; }

    public long Redirected { get; set; }

    public long Skipped { get; set; }

    public long Failed { get; set; }

    public long Gone { get; set; }

    /// <summary>Distinct URLs ever stored.</summary>
    public long Stored { get; set; }

    /// <summary>Leased URLs that were never stored: with <see cref="Stored"/> they fill the page limit.</summary>
    public long Reserved { get; set; }

    /// <summary>Decoded bytes of stored bodies.</summary>
    public long Bytes { get; set; }

    /// <summary>The last sequence number given to a fetch; the first is 1.</summary>
    public long LastSeq { get; set; }

    /// <summary>The last sequence number that the archive's index lists; 0 before there is one.</summary>
    public long IndexedSeq { get; set; }

    /// <summary>
    /// How often each reason occurs among Skipped and Failed, as JSON: <c>{"OutOfScope":3,"Dns":1}</c>.
    /// </summary>
    public string Reasons { get; set; } = "{}";

    /// <summary>
    /// How many sitemaps are in which state, as JSON: <c>{"Fetched":2,"Gone":1}</c>. They are in no other count.
    /// </summary>
    public string Sitemaps { get; set; } = "{}";

    /// <summary>Targets of seeds' redirects, which joined the scope: a JSON array of URLs.</summary>
    public string ScopeAdditions { get; set; } = "[]";

    /// <summary>When the seeds were admitted; null before.</summary>
    public DateTimeOffset? SeedsAdmittedAt { get; set; }

    /// <summary>When a batch was last leased or committed.</summary>
    public DateTimeOffset LastActivityAt { get; set; }

    /// <summary>The limit that was reported to the saga; null while none is reached.</summary>
    public string? LimitReported { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<CrawlCounters>
    {
        public void Configure(EntityTypeBuilder<CrawlCounters> builder)
        {
            builder.ToTable("crawl_counters");
            builder.HasKey(counters => counters.CrawlId);
            builder.Property(counters => counters.CrawlId).ValueGeneratedNever();
            builder.Property(counters => counters.Reasons).HasMaxLength(4096);
            builder.Property(counters => counters.Sitemaps).HasMaxLength(512);
            builder.Property(counters => counters.ScopeAdditions).HasMaxLength(8 * 1024 * 1024);
            builder.Property(counters => counters.LimitReported).HasMaxLength(32);
        }
    }
}
