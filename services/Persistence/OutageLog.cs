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

    /// <summary>Tells of one message that is kept for when the database is back.</summary>
    [LoggerMessage(
        3022, LogLevel.Debug,
        "A message of {Queue} waits {Pause} for the database, which was away {Times} times in a row")]
    internal partial void LogWaits(string? queue, TimeSpan pause, int times);

    [LoggerMessage(3021, LogLevel.Error, "The database cannot be reached; work goes on when it is back: {Reason}")]
    private partial void LogAway(string reason);
}
