using Crawler.Contracts.V1.Fetching;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crawler.Persistence.Frontier;

/// <summary>What an origin's robots.txt said, for all crawls, until it expires.</summary>
public sealed class RobotsRecord
{
    /// <summary>Scheme, host and port.</summary>
    public string Origin { get; set; } = "";

    /// <summary>The politeness key of the origin.</summary>
    public string Host { get; set; } = "";

    public RobotsAccess Access { get; set; }

    public int? HttpStatus { get; set; }

    public string? Text { get; set; }

    public DateTimeOffset FetchedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<RobotsRecord>
    {
        public void Configure(EntityTypeBuilder<RobotsRecord> builder)
        {
            builder.ToTable("robots");
            builder.HasKey(robots => robots.Origin);
            builder.Property(robots => robots.Origin).HasMaxLength(270).ValueGeneratedNever();
            builder.Property(robots => robots.Host).HasMaxLength(260);
            builder.Property(robots => robots.Text).HasMaxLength(512 * 1024);

            // A batch carries the robots rules of its host's origins.
            builder.HasIndex(robots => robots.Host).HasDatabaseName("ix_robots_host");
        }
    }
}
