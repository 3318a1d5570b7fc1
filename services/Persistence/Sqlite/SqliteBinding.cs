using Microsoft.Data.Sqlite;

namespace Crawler.Persistence.Sqlite;

/// <summary>
/// Values as this database stores them: times and durations in milliseconds, identifiers as 16 bytes, enums by name.
/// </summary>
public static class SqliteBinding
{
    /// <summary>Binds the parameters by position.</summary>
    public static SqliteCommand Bind(this SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = ToStored(values[i]);
        }

        return command;
    }

    /// <summary>A stored time.</summary>
    public static DateTimeOffset GetTime(this SqliteDataReader reader, int ordinal) =>
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(ordinal));

    /// <summary>A stored time, or null.</summary>
    public static DateTimeOffset? GetTimeOrNull(this SqliteDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetTime(ordinal);

    /// <summary>A stored duration.</summary>
    public static TimeSpan GetDuration(this SqliteDataReader reader, int ordinal) =>
        TimeSpan.FromMilliseconds(reader.GetInt64(ordinal));

    /// <summary>A stored identifier.</summary>
    public static Guid GetId(this SqliteDataReader reader, int ordinal) => new((byte[])reader.GetValue(ordinal));

    /// <summary>A text, or null.</summary>
    public static string? GetTextOrNull(this SqliteDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    /// <summary>A stored enum.</summary>
    public static TEnum GetEnum<TEnum>(this SqliteDataReader reader, int ordinal)
        where TEnum : struct, Enum => Enum.Parse<TEnum>(reader.GetString(ordinal));

    /// <summary>A stored enum, or null.</summary>
    public static TEnum? GetEnumOrNull<TEnum>(this SqliteDataReader reader, int ordinal)
        where TEnum : struct, Enum => reader.IsDBNull(ordinal) ? null : reader.GetEnum<TEnum>(ordinal);

    private static object ToStored(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset time => time.ToUnixTimeMilliseconds(),
        TimeSpan duration => (long)duration.TotalMilliseconds,
        Guid id => id.ToByteArray(),
        Enum name => name.ToString(),
        _ => value,
    };
}
