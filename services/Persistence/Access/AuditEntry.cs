using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crawler.Persistence.Access;

/// <summary>Who did what, on what, when, and what came of it. Rows are added, and removed when they are old.</summary>
public sealed class AuditEntry
{
    public long Seq { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>
    /// The key's id; or who needed none: <c>local</c>, <c>command-line</c>, <c>settings</c>; <c>none</c> for
    /// nobody known.
    /// </summary>
    public string Actor { get; set; } = "";

    /// <summary>What was asked for: <c>crawl.pause</c>, <c>key.create</c>.</summary>
    public string Action { get; set; } = "";

    /// <summary>The id of what it was asked of; null where it has none.</summary>
    public string? Subject { get; set; }

    /// <summary><c>done</c>, or the code of the refusal.</summary>
    public string Outcome { get; set; } = "";

    /// <summary>The address from which the request came; null where it was none.</summary>
    public string? RemoteAddress { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<AuditEntry>
    {
        public void Configure(EntityTypeBuilder<AuditEntry> builder)
        {
            builder.ToTable("audit");
            builder.HasKey(entry => entry.Seq);
            builder.Property(entry => entry.Seq).ValueGeneratedOnAdd();
            builder.Property(entry => entry.Actor).HasMaxLength(32);
            builder.Property(entry => entry.Action).HasMaxLength(64);
            builder.Property(entry => entry.Subject).HasMaxLength(255);
            builder.Property(entry => entry.Outcome).HasMaxLength(64);
            builder.Property(entry => entry.RemoteAddress).HasMaxLength(64);

            // What is old is removed.
            builder.HasIndex(entry => entry.At).HasDatabaseName("ix_audit_at");
        }
    }
}
