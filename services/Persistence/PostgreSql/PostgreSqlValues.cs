using Npgsql;

namespace Crawler.Persistence.PostgreSql;

/// <summary>Values as this database stores them, and back.</summary>
public static class PostgreSqlValues
{
    /// <summary>A time in UTC and whole milliseconds.</summary>
    public static DateTimeOffset Stored(this DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    /// <summary>A duration in whole milliseconds.</summary>
    public static TimeSpan Stored(this TimeSpan duration) =>
        TimeSpan.FromMilliseconds((long)duration.TotalMilliseconds);

    /// <summary>A stored time.</summary>
    public static DateTimeOffset GetTime(this NpgsqlDataReader reader, int ordinal) =>
        reader.GetFieldValue<DateTimeOffset>(ordinal);

    /// <summary>A stored time, or null.</summary>
    public static DateTimeOffset? GetTimeOrNull(this NpgsqlDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetTime(ordinal);

    /// <summary>A stored duration.</summary>
    public static TimeSpan GetDuration(this NpgsqlDataReader reader, int ordinal) =>
        reader.GetFieldValue<TimeSpan>(ordinal);

    /// <summary>A text, or null.</summary>
    public static string? GetTextOrNull(this NpgsqlDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    /// <summary>Stored bytes.</summary>
    public static byte[] GetBytes(this NpgsqlDataReader reader, int ordinal) => reader.GetFieldValue<byte[]>(ordinal);

    /// <summary>A stored enum.</summary>
    public static TEnum GetEnum<TEnum>(this NpgsqlDataReader reader, int ordinal)
        where TEnum : struct, Enum => Enum.Parse<TEnum>(reader.GetString(ordinal));

    /// <summary>A stored enum, or null.</summary>
    public static TEnum? GetEnumOrNull<TEnum>(this NpgsqlDataReader reader, int ordinal)
        where TEnum : struct, Enum => reader.IsDBNull(ordinal) ? null : reader.GetEnum<TEnum>(ordinal);

    /// <summary>A stored number of 32 bits, or null.</summary>
    public static int? GetNumberOrNull(this NpgsqlDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetInt32(ordinal);

    /// <summary>A stored number of 64 bits, or null.</summary>
    public static long? GetLongOrNull(this NpgsqlDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetInt64(ordinal);

    /// <summary>A stored identifier, or null.</summary>
    public static Guid? GetIdOrNull(this NpgsqlDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetGuid(ordinal);
}
