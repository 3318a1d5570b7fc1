namespace Crawler.Persistence;

/// <summary>Where the rows lie.</summary>
public enum DatabaseProvider
{
    /// <summary>A file of this process.</summary>
    Sqlite,

    /// <summary>A server that several processes share.</summary>
    PostgreSql,
}
