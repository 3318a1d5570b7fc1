using Npgsql;

using NpgsqlTypes;

namespace Crawler.Persistence.PostgreSql;

/// <summary>
/// The further values of a statement over a set of rows: one array for each column, in the order of its
/// <c>unnest</c>. Without rows it is not run.
/// </summary>
public sealed class PostgreSqlRows<TRow>
{
    private readonly PostgreSqlStatement _statement;
    private readonly IReadOnlyCollection<TRow> _rows;

    internal PostgreSqlRows(PostgreSqlStatement statement, IReadOnlyCollection<TRow> rows)
    {
        _statement = statement;
        _rows = rows;
    }

    /// <summary>Adds a column of identifiers.</summary>
    public PostgreSqlRows<TRow> Ids(Func<TRow, Guid?> value) => Add(NpgsqlDbType.Uuid, value);

    /// <summary>Adds a column of texts.</summary>
    public PostgreSqlRows<TRow> Texts(Func<TRow, string?> value) =>
        Add(NpgsqlDbType.Text, row => StoredText.Clean(value(row)));

    /// <summary>Adds a column of enums, by their names.</summary>
    public PostgreSqlRows<TRow> Names(Func<TRow, Enum?> value) =>
        Add(NpgsqlDbType.Text, row => value(row)?.ToString());

    /// <summary>Adds a column of numbers of 32 bits.</summary>
    public PostgreSqlRows<TRow> Numbers(Func<TRow, int?> value) => Add(NpgsqlDbType.Integer, value);

    /// <summary>Adds a column of numbers of 64 bits.</summary>
    public PostgreSqlRows<TRow> Numbers(Func<TRow, long?> value) => Add(NpgsqlDbType.Bigint, value);

    /// <summary>Adds a column of yes or no.</summary>
    public PostgreSqlRows<TRow> Flags(Func<TRow, bool> value) => Add(NpgsqlDbType.Boolean, value);

    /// <summary>Adds a column of times.</summary>
    public PostgreSqlRows<TRow> Times(Func<TRow, DateTimeOffset?> value) =>
        Add(NpgsqlDbType.TimestampTz, row => value(row)?.Stored());

    /// <summary>Adds a column of durations.</summary>
    public PostgreSqlRows<TRow> Durations(Func<TRow, TimeSpan> value) =>
        Add(NpgsqlDbType.Interval, row => value(row).Stored());

    /// <summary>Adds a column of byte strings.</summary>
    public PostgreSqlRows<TRow> Keys(Func<TRow, byte[]?> value) => Add(NpgsqlDbType.Bytea, value);

    /// <summary>Runs the statement and returns how many rows it changed.</summary>
    public ValueTask<int> RunAsync() => _rows.Count > 0 ? _statement.RunAsync() : new(0);

    /// <summary>All rows of the answer.</summary>
    public ValueTask<IReadOnlyList<TResult>> ReadAllAsync<TResult>(Func<NpgsqlDataReader, TResult> read) =>
        _rows.Count > 0 ? _statement.ReadAllAsync(read) : new([]);

    private PostgreSqlRows<TRow> Add<TValue>(NpgsqlDbType type, Func<TRow, TValue> value)
    {
        if (_rows.Count > 0)
        {
            _statement.Many(type, _rows.Select(value));
        }

        return this;
    }
}
