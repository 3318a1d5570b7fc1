using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crawler.Persistence.Crawls;

/// <summary>
/// A crawl that was asked for and acknowledged. The row and SubmitCrawl's outbox row are one transaction.
/// </summary>
public sealed class Submission
{
    public Guid CrawlId { get; set; }

    /// <summary>The caller's key; the same key gives the same crawl.</summary>
    public string? IdempotencyKey { get; set; }

    /// <summary>
    /// SHA-256 of the spec, in hexadecimal: tells a repeated request from another one with the same key.
    /// </summary>
    public string BodyHash { get; set; } = "";

    /// <summary>The spec as JSON, from which a lost SubmitCrawl is derived again.</summary>
    public string Spec { get; set; } = "";

    public DateTimeOffset SubmittedAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<Submission>
    {
        public void Configure(EntityTypeBuilder<Submission> builder)
        {
            builder.ToTable("submissions");
            builder.HasKey(submission => submission.CrawlId);
            builder.Property(submission => submission.CrawlId).ValueGeneratedNever();
            builder.Property(submission => submission.IdempotencyKey).HasMaxLength(255);
            builder.Property(submission => submission.BodyHash).HasMaxLength(64);
            builder.Property(submission => submission.Spec).HasMaxLength(8 * 1024 * 1024);

            // One crawl per key, also when two requests come at once.
            builder.HasIndex(submission => submission.IdempotencyKey).IsUnique().HasDatabaseName("ux_submissions_key");
        }
    }
}
