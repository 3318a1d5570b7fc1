using Microsoft.Extensions.Logging;

namespace Crawler.Persistence;

/// <summary>Tells that the database is away, once a minute and not at every try of everybody who needs it.</summary>
public sealed partial class OutageLog(ICrawlerDatabase database, TimeProvider time, ILogger<OutageLog> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _toldAt = DateTimeOffset.MinValue;

    /// <summary>True where the failure means that the database is away, which is told here.</summary>
    public bool Covers(Exception exception)
    {
        if (!database.IsUnavailable(exception))
        {
            return false;
        }

        lock (_gate)
        {
            if (time.GetUtcNow() - _toldAt < Interval)
            {
                return true;
            }

            _toldAt = time.GetUtcNow();
        }

        LogAway(exception.GetBaseException().Message);
        return true;
    }

    [LoggerMessage(3021, LogLevel.Error, "The database cannot be reached; work goes on when it is back: {Reason}")]
    private partial void LogAway(string reason);
}
