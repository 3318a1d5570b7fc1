using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crawler.Persistence.Access;

/// <summary>An access key, of which only the hash is kept: what it is was shown once.</summary>
/// <remarks>A row is never removed, so that the audit's keys can be named, and nobody gets the id of another.</remarks>
public sealed class ApiKey
{
    /// <summary>The part of the key that names it. It is no secret.</summary>
    public string Id { get; set; } = "";

    public string Name { get; set; } = "";

    public AccessScope Scope { get; set; }

    /// <summary>SHA-256 of the key. It needs no salt: the key has 160 random bits.</summary>
    public byte[] Hash { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>When it was last used, to about a minute.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<ApiKey>
    {
        public void Configure(EntityTypeBuilder<ApiKey> builder)
        {
            builder.ToTable("api_keys");
            builder.HasKey(key => key.Id);
            builder.Property(key => key.Id).HasMaxLength(16);
            builder.Property(key => key.Name).HasMaxLength(100);
            builder.Property(key => key.Hash).HasMaxLength(32);
        }
    }
}
