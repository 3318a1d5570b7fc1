using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crawler.Persistence.Frontier;

/// <summary>All URLs of one crawl on one host, and the time from which the next of them may be fetched.</summary>
/// <remarks>
/// A queue is in one of six states, which its columns spell. <b>Ready</b>: <see cref="ReadyAt"/> has come.
/// <b>Snoozed</b>: <see cref="ReadyAt"/> lies ahead, because of pace or of a retry. <b>Blocked</b>: it lies ahead
/// because the host asked to be left alone. <b>InProcess</b>: URLs are due but <see cref="ReadyAt"/> is null, because
/// the host's connections are
/// leased. <b>Retired</b>: given up. <b>Exhausted</b>: nothing is due at any time.
/// </remarks>
public sealed class HostQueue
{
    public Guid CrawlId { get; set; }

    public string Host { get; set; } = "";

    /// <summary>When the first of its URLs is due; null when none is.</summary>
    public DateTimeOffset? NextDueAt { get; set; }

    /// <summary>When a batch of it may be leased: what the dispatcher scans.</summary>
    public DateTimeOffset? ReadyAt { get; set; }

    /// <summary>The time between fetch starts for this crawl on this host.</summary>
    public TimeSpan Interval { get; set; }

    /// <summary>The most connections that this crawl opens to the host.</summary>
    public int PerHost { get; set; }

    /// <summary>Fetches in a row that brought no answer.</summary>
    public int FailuresInRow { get; set; }

    /// <summary>Why the crawl has given the host up; null while it has not.</summary>
    public UrlReason? GivenUp { get; set; }

    public DateTimeOffset? LastLeasedAt { get; set; }

    /// <summary>Whether the last batch was a sitemap: the next one is pages, if any are due.</summary>
    public bool LastWasSitemap { get; set; }

    /// <summary>Whether the sitemaps of the host's http origin are in the frontier.</summary>
    public bool HasHttpSitemaps { get; set; }

    /// <summary>Whether the sitemaps of the host's https origin are in the frontier.</summary>
    public bool HasHttpsSitemaps { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<HostQueue>
    {
        public void Configure(EntityTypeBuilder<HostQueue> builder)
        {
            builder.ToTable("host_queues");
            builder.HasKey(queue => new { queue.CrawlId, queue.Host });
            builder.Property(queue => queue.Host).HasMaxLength(260);

            // The dispatcher asks for the hosts of a crawl that are ready, those that waited longest first.
            builder.HasIndex(queue => new { queue.CrawlId, queue.ReadyAt })
                .HasDatabaseName("ix_host_queues_ready").HasFilter("ready_at IS NOT NULL");

            // A change of a host touches the queues of every crawl on it.
            builder.HasIndex(queue => queue.Host).HasDatabaseName("ix_host_queues_host");
        }
    }
}
