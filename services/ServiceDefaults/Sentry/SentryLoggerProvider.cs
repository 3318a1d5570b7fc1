using System.Diagnostics;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crawler.ServiceDefaults.Sentry;

/// <summary>Reports what is logged as an error, with the crawl and the host that its values or scopes name.</summary>
[ProviderAlias("Sentry")]
internal sealed class SentryLoggerProvider(SentryReporter reporter, TimeProvider time)
    : ILoggerProvider, ISupportExternalScope
{
    /// <summary>How MassTransit's log tells of a consumer's fault. <see cref="ConsumerFaults"/> knows more of it.</summary>
    private const string ConsumerFault = "R-FAULT";

    private static readonly string OwnCategories = typeof(SentryLoggerProvider).Namespace!;

    private IExternalScopeProvider? _scopes;

    private LogLevel MinimumLevel => reporter.MinimumLevel;

    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith(OwnCategories, StringComparison.Ordinal)
            ? NullLogger.Instance
            : new SentryLogger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        // Whom it reports to belongs to the container.
    }

    private static void Take(object? scope, SentrySubject subject)
    {
        if (scope is IEnumerable<KeyValuePair<string, object?>> values)
        {
            subject.Take(values);
        }
    }

    private void Report(
        string category, LogLevel level, string message, object? state, Exception? exception)
    {
        if (message.StartsWith(ConsumerFault, StringComparison.Ordinal)
            && category.StartsWith("MassTransit", StringComparison.Ordinal))
        {
            return;
        }

        var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        var subject = new SentrySubject();
        _scopes?.ForEachScope(Take, subject);
        subject.Take(values);
        reporter.Report(new SentryReport
        {
            At = time.GetUtcNow(),
            Level = level,
            Logger = category,
            Message = message,
            Template = values.FirstOrDefault(value => value.Key == "{OriginalFormat}").Value as string,
            Values = [.. values.Where(value => value.Key != "{OriginalFormat}")],
            Exception = exception,
            Crawl = subject.Crawl,
            Host = subject.Host,
            TraceId = Activity.Current?.TraceId.ToHexString(),
            SpanId = Activity.Current?.SpanId.ToHexString(),
        });
    }

    private sealed class SentryLogger(SentryLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) =>
            logLevel != LogLevel.None && logLevel >= provider.MinimumLevel;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                provider.Report(category, logLevel, formatter(state, exception), state, exception);
            }
        }
    }
}
