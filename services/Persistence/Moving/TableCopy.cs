using Microsoft.Data.Sqlite;

using Npgsql;

namespace Crawler.Persistence.Moving;

/// <summary>Copies all rows of a table of SQLite to the table of the same name in PostgreSQL.</summary>
/// <remarks>
/// They go in the order in which they came to be, so that numbers which PostgreSQL gives keep that order.
/// </remarks>
public sealed class TableCopy(string table, IReadOnlyList<CopiedColumn> columns)
{
    /// <summary>The table's name.</summary>
    public string Table => table;

    /// <summary>Refuses a table that has rows.</summary>
    public async Task RequireEmptyAsync(NpgsqlConnection target, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT EXISTS (SELECT 1 FROM {table})", target);
        if ((bool)(await command.ExecuteScalarAsync(cancellationToken))!)
        {
            throw new MoveRefusedException(
                $"the database is in use: its table {table} has rows; only a database without any can be moved into.");
        }
    }

    /// <summary>Copies, counts what is there afterwards, and returns that.</summary>
    public async Task<long> RunAsync(
        SqliteConnection source, NpgsqlConnection target, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", columns.Select(column => column.Name));
        await using (var read = source.CreateCommand())
        {
            read.CommandText = $"SELECT {names} FROM {table} ORDER BY rowid";
            await using var rows = await read.ExecuteReaderAsync(cancellationToken);
            await using var copy = await target.BeginBinaryImportAsync(
                $"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)", cancellationToken);
            copy.Timeout = Timeout.InfiniteTimeSpan;
            while (await rows.ReadAsync(cancellationToken))
            {
                await copy.StartRowAsync(cancellationToken);
                await WriteAsync(rows, copy, cancellationToken);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        return await CompareAsync(source, target, cancellationToken);
    }

    private async ValueTask WriteAsync(
        SqliteDataReader row, NpgsqlBinaryImporter copy, CancellationToken cancellationToken)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (!row.IsDBNull(i) && columns[i].Convert(row.GetValue(i)) is { } value)
            {
                await copy.WriteAsync(value, columns[i].DataType, cancellationToken);
            }
            else
            {
                await copy.WriteNullAsync(cancellationToken);
            }
        }
    }

    private async Task<long> CompareAsync(
        SqliteConnection source, NpgsqlConnection target, CancellationToken cancellationToken)
    {
        await using var counted = source.CreateCommand();
        counted.CommandText = $"SELECT count(*) FROM {table}";
        var expected = (long)(await counted.ExecuteScalarAsync(cancellationToken))!;
        await using var command = new NpgsqlCommand(counted.CommandText, target) { CommandTimeout = 0 };
        var copied = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        return copied == expected
            ? copied
            : throw new InvalidOperationException($"{copied} of {expected} rows of {table} were copied.");
    }
}
