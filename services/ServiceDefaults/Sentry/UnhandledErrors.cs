using Microsoft.Extensions.Logging;

namespace Crawler.ServiceDefaults.Sentry;

/// <summary>
/// Reports exceptions that nobody has caught: those that end the process, before it ends, and those of tasks that
/// nobody awaits.
/// </summary>
internal sealed class UnhandledErrors : IDisposable
{
    private readonly SentryReporter _reporter;
    private readonly TimeProvider _time;

    public UnhandledErrors(SentryReporter reporter, TimeProvider time)
    {
        (_reporter, _time) = (reporter, time);
        AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
        TaskScheduler.UnobservedTaskException += OnUnobserved;
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandled;
        TaskScheduler.UnobservedTaskException -= OnUnobserved;
    }

    internal void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e) =>
        Report(e.Exception, LogLevel.Error, "UnobservedTaskException");

    internal void OnUnhandled(object sender, UnhandledExceptionEventArgs e)
    {
        Report(e.ExceptionObject as Exception, LogLevel.Critical, "AppDomain.UnhandledException");
        if (e.IsTerminating)
        {
            // The process ends when this returns; the wait has its bound in the reporter. There is nothing left that a
            // blocked thread could hold up.
            Task.WaitAll(_reporter.CloseAsync());
        }
    }

    private void Report(Exception? exception, LogLevel level, string mechanism) => _reporter.Report(new SentryReport
    {
        At = _time.GetUtcNow(),
        Level = level,
        Logger = typeof(UnhandledErrors).FullName!,
        Message = exception is null ? "Something that is no exception was thrown" : null,
        Exception = exception,
        Mechanism = mechanism,
        IsHandled = false,
    });
}
