using System.Data.Common;

namespace Crawler.Persistence;

/// <summary>How a database gives back times and durations: in this the databases differ.</summary>
public interface IStoredTimes
{
    /// <summary>A stored time.</summary>
    static abstract DateTimeOffset Time(DbDataReader reader, int ordinal);

    /// <summary>A stored duration.</summary>
    static abstract TimeSpan Duration(DbDataReader reader, int ordinal);
}
