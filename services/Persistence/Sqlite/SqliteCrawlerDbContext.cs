using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Crawler.Persistence.Sqlite;

/// <summary>The model on SQLite: times and durations are whole milliseconds, identifiers are 16 bytes.</summary>
internal sealed class SqliteCrawlerDbContext(DbContextOptions<SqliteCrawlerDbContext> options)
    : CrawlerDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<TimeConverter>();
        configurationBuilder.Properties<TimeSpan>().HaveConversion<DurationConverter>();
        configurationBuilder.Properties<Guid>().HaveConversion<GuidToBytesConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
    }

    private sealed class TimeConverter() : ValueConverter<DateTimeOffset, long>(
        time => time.ToUnixTimeMilliseconds(), stored => DateTimeOffset.FromUnixTimeMilliseconds(stored));

    private sealed class DurationConverter() : ValueConverter<TimeSpan, long>(
        duration => (long)duration.TotalMilliseconds, stored => TimeSpan.FromMilliseconds(stored));
}
