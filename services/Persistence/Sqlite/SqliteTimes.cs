using System.Data.Common;

namespace Crawler.Persistence.Sqlite;

/// <summary>Times and durations are milliseconds.</summary>
public readonly struct SqliteTimes : IStoredTimes
{
    /// <inheritdoc />
    public static DateTimeOffset Time(DbDataReader reader, int ordinal) =>
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(ordinal));

    /// <inheritdoc />
    public static TimeSpan Duration(DbDataReader reader, int ordinal) =>
        TimeSpan.FromMilliseconds(reader.GetInt64(ordinal));
}
