using Npgsql;

using NpgsqlTypes;

namespace Crawler.Persistence.PostgreSql;

/// <summary>One statement of a transaction and its values, in the order of <c>$1</c>, <c>$2</c> ….</summary>
/// <remarks>
/// Every value has a type, also where it is null, so that a text is one prepared statement. Times and durations are
/// stored in whole milliseconds, as they are on the other database.
/// </remarks>
public sealed class PostgreSqlStatement
{
    private readonly NpgsqlCommand _command;
    private readonly CancellationToken _cancellationToken;

    internal PostgreSqlStatement(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        _command = command;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Adds an identifier.</summary>
    public PostgreSqlStatement Id(Guid? value) => Add(NpgsqlDbType.Uuid, value);

    /// <summary>Adds a text.</summary>
    public PostgreSqlStatement Text(string? value) => Add(NpgsqlDbType.Text, StoredText.Clean(value));

    /// <summary>Adds an enum by its name.</summary>
    public PostgreSqlStatement Name<TEnum>(TEnum? value)
        where TEnum : struct, Enum => Add(NpgsqlDbType.Text, value?.ToString());

    /// <summary>Adds a number of 32 bits.</summary>
    public PostgreSqlStatement Number(int? value) => Add(NpgsqlDbType.Integer, value);

    /// <summary>Adds a number of 64 bits.</summary>
    public PostgreSqlStatement Number(long? value) => Add(NpgsqlDbType.Bigint, value);

    /// <summary>Adds a yes or no.</summary>
    public PostgreSqlStatement Flag(bool value) => Add(NpgsqlDbType.Boolean, value);

    /// <summary>Adds a time.</summary>
    public PostgreSqlStatement Time(DateTimeOffset? value) => Add(NpgsqlDbType.TimestampTz, value?.Stored());

    /// <summary>Adds a duration.</summary>
    public PostgreSqlStatement Duration(TimeSpan? value) => Add(NpgsqlDbType.Interval, value?.Stored());

    /// <summary>Adds bytes.</summary>
    public PostgreSqlStatement Bytes(byte[]? value) => Add(NpgsqlDbType.Bytea, value);

    /// <summary>Adds many identifiers.</summary>
    public PostgreSqlStatement Ids(IEnumerable<Guid> values) => Many(NpgsqlDbType.Uuid, values);

    /// <summary>Adds many texts.</summary>
    public PostgreSqlStatement Texts(IEnumerable<string?> values) =>
        Many(NpgsqlDbType.Text, values.Select(StoredText.Clean));

    /// <summary>Adds many numbers of 64 bits.</summary>
    public PostgreSqlStatement Numbers(IEnumerable<long> values) => Many(NpgsqlDbType.Bigint, values);

    /// <summary>Adds many byte strings.</summary>
    public PostgreSqlStatement Keys(IEnumerable<byte[]> values) => Many(NpgsqlDbType.Bytea, values);

    /// <summary>Adds a value for each column of a set of rows.</summary>
    public PostgreSqlRows<TRow> Each<TRow>(IReadOnlyCollection<TRow> rows) => new(this, rows);

    /// <summary>Runs the statement and returns how many rows it changed.</summary>
    public async ValueTask<int> RunAsync()
    {
        await using (_command)
        {
            return await _command.ExecuteNonQueryAsync(_cancellationToken);
        }
    }

    /// <summary>All rows of the answer.</summary>
    public async ValueTask<IReadOnlyList<TRow>> ReadAllAsync<TRow>(Func<NpgsqlDataReader, TRow> read)
    {
        await using (_command)
        {
            await using var reader = await _command.ExecuteReaderAsync(_cancellationToken);
            var rows = new List<TRow>();
            while (await reader.ReadAsync(_cancellationToken))
            {
                rows.Add(read(reader));
            }

            return rows;
        }
    }

    /// <summary>The first row of the answer; null when there is none.</summary>
    public async ValueTask<TRow?> ReadOneAsync<TRow>(Func<NpgsqlDataReader, TRow> read)
        where TRow : class
    {
        await using (_command)
        {
            await using var reader = await _command.ExecuteReaderAsync(_cancellationToken);
            return await reader.ReadAsync(_cancellationToken) ? read(reader) : null;
        }
    }

    /// <summary>The first value of the answer; null when there is none.</summary>
    public async ValueTask<object?> ReadValueAsync()
    {
        await using (_command)
        {
            return await _command.ExecuteScalarAsync(_cancellationToken) is { } value and not DBNull ? value : null;
        }
    }

    /// <summary>The first value of the answer, a time; null when there is none.</summary>
    public async ValueTask<DateTimeOffset?> ReadTimeAsync() =>
        await ReadValueAsync() is DateTime time ? new DateTimeOffset(time) : null;

    /// <summary>Whether the answer has a row.</summary>
    public async ValueTask<bool> ExistsAsync() => await ReadValueAsync() is not null;

    internal PostgreSqlStatement Many<TElement>(NpgsqlDbType type, IEnumerable<TElement> values) =>
        Add(NpgsqlDbType.Array | type, values.ToArray());

    private PostgreSqlStatement Add(NpgsqlDbType type, object? value)
    {
        _command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
        return this;
    }
}
