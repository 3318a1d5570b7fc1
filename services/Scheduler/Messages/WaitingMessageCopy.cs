using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

using Crawler.Persistence.Moving;

using Microsoft.Data.Sqlite;

using Npgsql;

namespace Crawler.Scheduler.Messages;

/// <summary>Copies messages that wait in a data folder's file to the tables of a shared database.</summary>
/// <remarks>
/// They are Quartz's tables in both, and differ in the types of their columns. What was being sent when its process
/// died
/// waits again.
/// </remarks>
internal static class WaitingMessageCopy
{
    private static readonly string[] Tables = ["triggers", "simple_triggers"];

    /// <summary>Returns how many messages wait.</summary>
    public static async Task<long> RunAsync(string file, DatabaseMove move, CancellationToken cancellationToken)
    {
        var copies = new List<TableCopy>();
        foreach (var table in Tables)
        {
            var copy = new TableCopy(
                MessageStore.TablePrefix + table, await ColumnsAsync(table, move.Target, cancellationToken));
            await copy.RequireEmptyAsync(move.Target, cancellationToken);
            copies.Add(copy);
        }

        if (!File.Exists(file))
        {
            return 0;
        }

        await using var source = DatabaseMove.OpenFile(file);
        var count = 0L;
        if (await HasTablesAsync(source, cancellationToken))
        {
            foreach (var copy in copies)
            {
                count = await copy.RunAsync(source, move.Target, cancellationToken);
            }
        }

        return count;
    }

    /// <summary>The columns of a table, whose names Quartz spells alike for every database.</summary>
    private static async Task<IReadOnlyList<CopiedColumn>> ColumnsAsync(
        string table, NpgsqlConnection target, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT column_name, data_type FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position
            """,
            target)
        {
            Parameters = { new NpgsqlParameter { Value = MessageStore.TablePrefix + table } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var columns = new List<CopiedColumn>();
        while (await reader.ReadAsync(cancellationToken))
        {
            columns.Add(ColumnOf(reader.GetString(0), reader.GetString(1)));
        }

        return columns;
    }

    private static CopiedColumn ColumnOf(string name, string type) => new(name, type, (name, type) switch
    {
        ("trigger_state", _) => _ => "WAITING",
        ("job_data", _) => value => Readdressed((byte[])value),
        (_, "boolean") => value => Convert.ToBoolean(value, CultureInfo.InvariantCulture),
        (_, "smallint") => value => Convert.ToInt16(value, CultureInfo.InvariantCulture),
        (_, "integer") => value => Convert.ToInt32(value, CultureInfo.InvariantCulture),
        _ => value => value,
    });

    private static byte[] Readdressed(byte[] data)
    {
        var map = JsonNode.Parse(data)!.AsObject();
        map[SendWaitingMessageJob.Message] = WaitingMessage
            .Parse(map[SendWaitingMessageJob.Message]!.GetValue<string>()).Readdressed().Write();
        return Encoding.UTF8.GetBytes(map.ToJsonString());
    }

    private static async Task<bool> HasTablesAsync(SqliteConnection source, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = 'QRTZ_TRIGGERS' COLLATE NOCASE";
        return (long)(await command.ExecuteScalarAsync(cancellationToken))! > 0;
    }
}
