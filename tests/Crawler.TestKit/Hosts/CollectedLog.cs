using System.Collections.Concurrent;

using Microsoft.Extensions.Logging;

namespace Crawler.TestKit.Hosts;

/// <summary>
/// Keeps what a host logs as warning or worse, so that a failed test can tell it, and those details that a test's
/// settings ask for.
/// </summary>
public sealed class CollectedLog : ILoggerProvider
{
    private const int MaximumLines = 10_000;

    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();

    /// <summary>What was logged as an error or worse.</summary>
    public IReadOnlyList<string> Errors => [.. _lines.Where(line => line.Level >= LogLevel.Error).Select(line => line.Text)];

    /// <summary>What was logged for debugging.</summary>
    public IReadOnlyList<string> Details =>
        [.. _lines.Where(line => line.Level == LogLevel.Debug).Select(line => line.Text)];

    public ILogger CreateLogger(string categoryName) => new CategoryLogger(this, categoryName);

    public override string ToString() => string.Join(Environment.NewLine, _lines.Select(line => $"{line.Level}: {line.Text}"));

    public void Dispose()
    {
    }

    private sealed class CategoryLogger(CollectedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning or LogLevel.Debug;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && log._lines.Count < MaximumLines)
            {
                log._lines.Enqueue((logLevel, $"{category}: {formatter(state, exception)} {exception}".TrimEnd()));
            }
        }
    }
}
