using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crawler.Persistence.Frontier;

/// <summary>What the installation knows of a host's patience: one row per host, shared by all crawls.</summary>
public sealed class HostLedger
{
    /// <summary>Host name, with the port unless it is 80 or 443.</summary>
    public string Host { get; set; } = "";

    /// <summary>The last moment at which a fetch may have started.</summary>
    public DateTimeOffset? LastStartAt { get; set; }

    /// <summary>The shortest time between fetch starts, whatever a crawl asks for.</summary>
    public TimeSpan FloorInterval { get; set; }

    /// <summary>Nothing is fetched before this moment.</summary>
    public DateTimeOffset? BlockedUntil { get; set; }

    /// <summary>Why it is blocked: Throttled or RobotsUnreachable.</summary>
    public UrlReason? BlockReason { get; set; }

    /// <summary>Since when the host refuses every request; null once it answers again.</summary>
    public DateTimeOffset? UnavailableSince { get; set; }

    /// <summary>Refusals in a row, for the doubling back-off.</summary>
    public int Refusals { get; set; }

    /// <summary>A moving mean of the time to the first byte.</summary>
    public TimeSpan? ResponseTime { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<HostLedger>
    {
        public void Configure(EntityTypeBuilder<HostLedger> builder)
        {
            builder.ToTable("hosts");
            builder.HasKey(host => host.Host);
            builder.Property(host => host.Host).HasMaxLength(260).ValueGeneratedNever();

            // The sweeper asks for hosts that have refused for too long.
            builder.HasIndex(host => host.UnavailableSince)
                .HasDatabaseName("ix_hosts_unavailable").HasFilter("unavailable_since IS NOT NULL");
        }
    }
}
