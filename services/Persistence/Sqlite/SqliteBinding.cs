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
