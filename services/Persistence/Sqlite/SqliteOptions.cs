namespace Crawler.Persistence.Sqlite;

/// <summary>Where the SQLite file lies and how it is written.</summary>
public sealed class SqliteOptions
{
    /// <summary>The section's name in the settings.</summary>
    public const string Section = "Sqlite";

    /// <summary>The database file's path.</summary>
    public string File { get; set; } = "crawler-data/crawler.db";

    /// <summary>
    /// Whether a commit also survives the loss of power (<c>synchronous=FULL</c>, one disk flush per commit). Commits
    /// survive the death of the process in any case. Default off.
    /// </summary>
    public bool SurvivePowerLoss { get; set; }

    /// <summary>The writer's page cache in KiB. Default 4 MiB; 1 MiB to 4 GiB.</summary>
    [System.ComponentModel.DataAnnotations.Range(1024, 4 * 1024 * 1024)]
    public int CacheKibibytes { get; set; } = 4 * 1024;
}
