using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crawler.Persistence.Frontier;

/// <summary>A URL known to a crawl: one row from its discovery on, whatever becomes of it.</summary>
public sealed class FrontierUrl
{
    public Guid CrawlId { get; set; }

    /// <summary>128 bits of the canonical URL's hash.</summary>
    public byte[] UrlKey { get; set; } = [];

    /// <summary>The URL as found, without fragment: what is asked for.</summary>
    public string Url { get; set; } = "";

    public UrlKind Kind { get; set; }

    /// <summary>The politeness key.</summary>
    public string Host { get; set; } = "";

    /// <summary>
    /// Links followed from a seed: the smallest number seen. An asset is as deep as its page. Of a sitemap: the indexes
    /// that lead to it.
    /// </summary>
    public int Depth { get; set; }

    /// <summary>Redirects followed in a row to come here.</summary>
    public int Hops { get; set; }

    /// <summary>
    /// How it was found: S for a seed, M for a sitemap, then L for each link, E for each asset (embedded) and R for
    /// each redirect; the last 64 steps.
    /// </summary>
    public string DiscoveryPath { get; set; } = "";

    /// <summary>The URL on which it was first found; null for a seed.</summary>
    public byte[]? ReferrerKey { get; set; }

    public UrlState State { get; set; }

    /// <summary>The state before the lease, to which an unanswered URL returns; null when not leased.</summary>
    public UrlState? LeasedFrom { get; set; }

    public UrlReason? Reason { get; set; }

    /// <summary>Which rule gave the reason, where it has several; null otherwise.</summary>
    public string? ReasonDetail { get; set; }

    /// <summary>Failed attempts in a row.</summary>
    public int Attempts { get; set; }

    /// <summary>Processes that died while they had this URL, since it was last answered.</summary>
    public int Crashes { get; set; }

    /// <summary>Processes died with it again: it is leased alone until it is answered.</summary>
    public bool Solo { get; set; }

    /// <summary>
    /// When it may be leased; null when it never is again. A stored URL with a time is due for its recrawl.
    /// </summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>The lease it is in; null when in none.</summary>
    public Guid? LeaseId { get; set; }

    public DateTimeOffset DiscoveredAt { get; set; }

    public DateTimeOffset? FetchedAt { get; set; }

    public int? HttpStatus { get; set; }

    /// <summary>The sequence number of its last stored fetch; null when it was never stored.</summary>
    public long? LastSeq { get; set; }

    public string? Digest { get; set; }

    public string? ETag { get; set; }

    public string? LastModified { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<FrontierUrl>
    {
        public void Configure(EntityTypeBuilder<FrontierUrl> builder)
        {
            builder.ToTable("urls");
            builder.HasKey(url => new { url.CrawlId, url.UrlKey });
            builder.Property(url => url.UrlKey).HasMaxLength(16);
            builder.Property(url => url.Url).HasMaxLength(8192);
            builder.Property(url => url.Host).HasMaxLength(260);
            builder.Property(url => url.DiscoveryPath).HasMaxLength(64);
            builder.Property(url => url.ReferrerKey).HasMaxLength(16);
            builder.Property(url => url.ReasonDetail).HasMaxLength(32);
            builder.Property(url => url.Digest).HasMaxLength(80);
            builder.Property(url => url.ETag).HasMaxLength(256);
            builder.Property(url => url.LastModified).HasMaxLength(64);

            // A batch takes the due URLs of one host of one crawl, those that waited longest first; ends retire what
            // waits.
            builder.HasIndex(url => new { url.CrawlId, url.Host, url.DueAt })
                .HasDatabaseName("ix_urls_due").HasFilter("due_at IS NOT NULL AND lease_id IS NULL AND solo = 0");

            // Sitemaps are few among the due URLs of a host, and leased one at a time.
            builder.HasIndex(url => new { url.CrawlId, url.Host, url.DueAt }, "ix_urls_sitemaps")
                .HasFilter("kind = 'Sitemap' AND due_at IS NOT NULL AND lease_id IS NULL AND solo = 0");

            // An answer, or the end of a lease, asks for the URLs of one lease.
            builder.HasIndex(url => url.LeaseId).HasDatabaseName("ix_urls_lease").HasFilter("lease_id IS NOT NULL");

            // URLs that were with a process that died are few, and leased one at a time.
            builder.HasIndex(url => new { url.CrawlId, url.Crashes, url.DueAt })
                .HasDatabaseName("ix_urls_solo").HasFilter("solo = 1");

            // What was out of scope is judged again when a seed's redirect extends the scope.
            builder.HasIndex(url => new { url.CrawlId, url.Host, url.UrlKey })
                .HasDatabaseName("ix_urls_out_of_scope").HasFilter("reason = 'OutOfScope'");
        }
    }
}
