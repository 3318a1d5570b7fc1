using System.Data.Common;

namespace Crawler.Persistence.PostgreSql;

/// <summary>Times and durations have types of their own.</summary>
public readonly struct PostgreSqlTimes : IStoredTimes
{
    /// <inheritdoc />
    public static DateTimeOffset Time(DbDataReader reader, int ordinal) =>
        reader.GetFieldValue<DateTimeOffset>(ordinal);

    /// <inheritdoc />
    public static TimeSpan Duration(DbDataReader reader, int ordinal) => reader.GetFieldValue<TimeSpan>(ordinal);
}
