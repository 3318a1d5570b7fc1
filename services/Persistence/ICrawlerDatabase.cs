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
}
