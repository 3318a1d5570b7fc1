using System.Data.Common;

namespace Crawler.Persistence;

/// <summary>The database as the hot path uses it: plain statements in short transactions.</summary>
public interface ICrawlerDatabase
{
    /// <summary>
    /// Opens a transaction that may write. On a database with one writer it waits for its turn, in order of asking.
    /// </summary>
    ValueTask<WriteTransaction> BeginWriteAsync(CancellationToken cancellationToken);

    /// <summary>Opens a connection for reading, to be disposed by the caller.</summary>
    ValueTask<DbConnection> OpenReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes a turn at what only one process does at a time, until the result is disposed or the process dies. Null
    /// where another process has it, unless it <paramref name="waits"/>.
    /// </summary>
    ValueTask<IAsyncDisposable?> TakeTurnAsync(DatabaseTurn turn, bool waits, CancellationToken cancellationToken);

    /// <summary>
    /// Whether a transaction failed only because of another one at the same time: the whole of it may be done again.
    /// </summary>
    bool IsConflict(Exception exception);

    /// <summary>Whether the database cannot be reached at present.</summary>
    bool IsUnavailable(Exception exception);
}
