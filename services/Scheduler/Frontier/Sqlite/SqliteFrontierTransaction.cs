using Crawler.Persistence.Sqlite;

using Microsoft.Data.Sqlite;

namespace Crawler.Scheduler.Frontier.Sqlite;

/// <summary>The frontier's statements for SQLite, prepared once on the one writing connection.</summary>
/// <remarks>
/// The whole file is locked while a transaction writes, so the locking order of <see cref="IFrontierTransaction"/>
/// costs nothing here, and sets of rows are written one prepared statement after the other, which in this process is
/// the fastest way.
/// </remarks>
internal sealed partial class SqliteFrontierTransaction(SqliteWriteTransaction transaction) : IFrontierTransaction
{
    public DateTimeOffset Now => transaction.Now;

    public void Publish<TMessage>(TMessage message)
        where TMessage : class => transaction.Publish(message);

    public void WhenCommitted(Action action) => transaction.WhenCommitted(action);

    public Task CommitAsync(CancellationToken cancellationToken) => transaction.CommitAsync(cancellationToken);

    public ValueTask WakeNeighboursAsync() => default;

    public ValueTask TakeDispatchTurnAsync() => default;

    public ValueTask DisposeAsync() => transaction.DisposeAsync();

    private static List<TRow> ReadAll<TRow>(SqliteCommand command, Func<SqliteDataReader, TRow> read)
    {
        var rows = new List<TRow>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static TRow? ReadOne<TRow>(SqliteCommand command, Func<SqliteDataReader, TRow> read)
        where TRow : class
    {
        using var reader = command.ExecuteReader();
        return reader.Read() ? read(reader) : null;
    }

    private static bool Exists(SqliteCommand command) => command.ExecuteScalar() is not null;
}
