namespace Crawler.Persistence;

/// <summary>Work that one process of the installation does at a time.</summary>
public enum DatabaseTurn
{
    /// <summary>Changing the schema.</summary>
    Migrate = 1,

    /// <summary>Handing out batches.</summary>
    Dispatch = 2,

    /// <summary>Sweeping the frontier.</summary>
    Sweep = 3,

    /// <summary>Indexing archives.</summary>
    Index = 4,

    /// <summary>Being the only process: its messages travel in its own memory.</summary>
    Alone = 5,

    /// <summary>Noting a process for the first time.</summary>
    Register = 6,

    /// <summary>Sending what depends on its order.</summary>
    Send = 7,
}
