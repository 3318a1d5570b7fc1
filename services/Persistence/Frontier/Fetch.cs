using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crawler.Persistence.Frontier;

/// <summary>One stored response. Rows are only added; numbers are without gap in commit order.</summary>
public sealed class Fetch
{
    public Guid CrawlId { get; set; }

    /// <summary>
    /// 1, 2, 3 … within the crawl: a reader that has seen all up to one number misses nothing after it.
    /// </summary>
    public long Seq { get; set; }

    public byte[] UrlKey { get; set; } = [];

    /// <summary>Whether the page was found as it was stored before.</summary>
    public bool Unchanged { get; set; }

    public int HttpStatus { get; set; }

    public string? ContentType { get; set; }

    /// <summary>The decoded body's length.</summary>
    public long BodyBytes { get; set; }

    public string? Digest { get; set; }

    public string? Title { get; set; }

    /// <summary>Whether the page asks not to be indexed.</summary>
    public bool NoIndex { get; set; }

    public DateTimeOffset FetchedAt { get; set; }

    public TimeSpan Duration { get; set; }

    public string? ArchiveFile { get; set; }

    public long? ArchiveOffset { get; set; }

    public long? ArchiveLength { get; set; }

    /// <summary>
    /// What the archive record states as its payload's digest; null where it is <see cref="Digest"/> in other digits.
    /// </summary>
    public string? PayloadDigest { get; set; }

    /// <summary>
    /// The fetch whose archive record holds the body, where this one's record only refers to it; null where it does
    /// not.
    /// </summary>
    public long? OriginalSeq { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<Fetch>
    {
        public void Configure(EntityTypeBuilder<Fetch> builder)
        {
            builder.ToTable("fetches");
            builder.HasKey(fetch => new { fetch.CrawlId, fetch.Seq });
            builder.Property(fetch => fetch.UrlKey).HasMaxLength(16);
            builder.Property(fetch => fetch.ContentType).HasMaxLength(255);
            builder.Property(fetch => fetch.Digest).HasMaxLength(80);
            builder.Property(fetch => fetch.Title).HasMaxLength(1024);
            builder.Property(fetch => fetch.ArchiveFile).HasMaxLength(255);
            builder.Property(fetch => fetch.PayloadDigest).HasMaxLength(80);
        }
    }
}
