using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crawler.Persistence.Frontier;

/// <summary>How many URLs of one shape that spider traps have a crawl took, and how many it skipped.</summary>
public sealed class TrapSuspicion
{
    public Guid CrawlId { get; set; }

    /// <summary>128 bits of the shape's hash.</summary>
    public byte[] Shape { get; set; } = [];

    public string Host { get; set; } = "";

    /// <summary>The rule by which the URLs look like a trap.</summary>
    public string Rule { get; set; } = "";

    /// <summary>URLs that were taken, against the rule's budget.</summary>
    public long Admitted { get; set; }

    /// <summary>URLs that were skipped because the budget was used up.</summary>
    public long Skipped { get; set; }

    /// <summary>The first URL that was skipped; null while none is.</summary>
    public string? Example { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<TrapSuspicion>
    {
        public void Configure(EntityTypeBuilder<TrapSuspicion> builder)
        {
            builder.ToTable("trap_suspicions");
            builder.HasKey(suspicion => new { suspicion.CrawlId, suspicion.Shape });
            builder.Property(suspicion => suspicion.Shape).HasMaxLength(16);
            builder.Property(suspicion => suspicion.Host).HasMaxLength(260);
            builder.Property(suspicion => suspicion.Rule).HasMaxLength(32);
            builder.Property(suspicion => suspicion.Example).HasMaxLength(8192);

            // A crawl's status warns of the traps that it left.
            builder.HasIndex(suspicion => suspicion.CrawlId)
                .HasDatabaseName("ix_trap_suspicions_skipped").HasFilter("skipped > 0");
        }
    }
}
