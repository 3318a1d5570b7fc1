using Microsoft.Data.Sqlite;

namespace Crawler.Persistence.Sqlite;

/// <summary>One connection and its statements, each prepared once and used again with other values.</summary>
public sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    /// <summary>The connection.</summary>
    public SqliteConnection Connection => connection;

    /// <summary>
    /// The prepared statement for a text. Its parameters are created at first use, in the order in which
    /// <paramref name="parameters"/>
    /// names them, and are bound by position through <see cref="SqliteBinding"/>.
    /// </summary>
    public SqliteCommand Get(string sql, SqliteTransaction transaction, params ReadOnlySpan<string> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var name in parameters)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            }

            _commands.Add(sql, command);
        }

        command.Transaction = transaction;
        return command;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }
}
