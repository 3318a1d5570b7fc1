using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crawler.ServiceDefaults.Sentry;

/// <summary>Gives the last reports of a process that stops their time, and tells the log when none can be sent.</summary>
internal sealed partial class SentryDelivery(SentryReporter reporter, ILogger<SentryDelivery> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        reporter.Troubled = LogTroubled;
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await reporter.CloseAsync();
        reporter.Troubled = null;
    }

    [LoggerMessage(5301, LogLevel.Warning, "Errors cannot be reported to Sentry: {What}")]
    private partial void LogTroubled(string what);
}
