using Crawler.Persistence.Frontier;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Crawler.Persistence.PostgreSql;

/// <summary>
/// The model on PostgreSQL. Texts have no length there, because a text that is too long for a column would fail its
/// transaction for ever, and are compared byte by byte, as on the other database.
/// </summary>
internal sealed class PostgreSqlCrawlerDbContext(DbContextOptions<PostgreSqlCrawlerDbContext> options)
    : CrawlerDbContext(options)
{
    /// <summary>The order in which URLs were admitted: what a row number is on the other database.</summary>
    internal const string Ordinal = nameof(Ordinal);

    internal override async Task<TSaga?> LoadLockedAsync<TSaga>(
        Guid correlationId, CancellationToken cancellationToken)
        where TSaga : class
    {
        var table = Model.FindEntityType(typeof(TSaga))!.GetTableName();
#pragma warning disable EF1002 // The table's name is the model's.
        var rows = await Set<TSaga>()
            .FromSqlRaw($"SELECT * FROM {table} WHERE correlation_id = {{0}} FOR UPDATE", correlationId)
            .AsTracking().ToListAsync(cancellationToken);
#pragma warning restore EF1002
        return rows.SingleOrDefault();
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<TimeConverter>();
        configurationBuilder.Properties<string>().HaveColumnType("text").UseCollation("C");
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveColumnType("text").UseCollation("C");
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var url = modelBuilder.Entity<FrontierUrl>();
        url.Property<long>(Ordinal).ValueGeneratedOnAdd().UseIdentityByDefaultColumn();
        base.OnModelCreating(modelBuilder);
        foreach (var index in url.Metadata.GetIndexes().ToList())
        {
            index.SetFilter(index.GetFilter()?
                .Replace("solo = 0", "NOT solo", StringComparison.Ordinal)
                .Replace("solo = 1", "solo", StringComparison.Ordinal));
            if (index.GetDatabaseName() is "ix_urls_due" or "ix_urls_sitemaps")
            {
                AddOrdinal(url, index);
            }
        }
    }

    /// <summary>URLs that were admitted together are due at the same time, and leased in the order of admission.</summary>
    private static void AddOrdinal(EntityTypeBuilder<FrontierUrl> url, IMutableIndex index)
    {
        var (name, filter) = (index.GetDatabaseName()!, index.GetFilter());
        string[] columns = [.. index.Properties.Select(property => property.Name), Ordinal];
        url.Metadata.RemoveIndex(index);
        url.HasIndex(columns, name).HasDatabaseName(name).HasFilter(filter);
    }

    private sealed class TimeConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(
        time => time.Stored(), stored => stored);
}
