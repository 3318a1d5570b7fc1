namespace Crawler.Persistence.PostgreSql;

/// <summary>Values as this database stores them.</summary>
public static class PostgreSqlValues
{
    /// <summary>A time in UTC and whole milliseconds.</summary>
    public static DateTimeOffset Stored(this DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    /// <summary>A duration in whole milliseconds.</summary>
    public static TimeSpan Stored(this TimeSpan duration) =>
        TimeSpan.FromMilliseconds((long)duration.TotalMilliseconds);
}
