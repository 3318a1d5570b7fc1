using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crawler.Persistence.Frontier;

/// <summary>A batch of URLs that is with a downloader until a time. Its id is the fence of the answer.</summary>
public sealed class Lease
{
    /// <summary>Stands for a process that had the batch and has not said so.</summary>
    public const string UnknownDownloader = "unknown";

    public Guid LeaseId { get; set; }

    public Guid CrawlId { get; set; }

    public string Host { get; set; } = "";

    /// <summary>
    /// The process that said that it works on it. Null before its first heartbeat, unless the batch has come to another
    /// process since.
    /// </summary>
    public string? Downloader { get; set; }

    /// <summary>How many of the host's connections it holds.</summary>
    public int Connections { get; set; }

    /// <summary>It holds one URL, with which a process died before.</summary>
    public bool Solo { get; set; }

    public DateTimeOffset LeasedAt { get; set; }

    public DateTimeOffset LeasedUntil { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<Lease>
    {
        public void Configure(EntityTypeBuilder<Lease> builder)
        {
            builder.ToTable("leases");
            builder.HasKey(lease => lease.LeaseId);
            builder.Property(lease => lease.LeaseId).ValueGeneratedNever();
            builder.Property(lease => lease.Host).HasMaxLength(260);
            builder.Property(lease => lease.Downloader).HasMaxLength(128);

            // A host's leases share its connections.
            builder.HasIndex(lease => lease.Host).HasDatabaseName("ix_leases_host");

            // The sweeper asks for leases that have run out.
            builder.HasIndex(lease => lease.LeasedUntil).HasDatabaseName("ix_leases_until");
        }
    }
}
