using System.Diagnostics.Metrics;

using Crawler.Persistence;
using Crawler.Persistence.Messaging;
using Crawler.Scheduler.Frontier;
using Crawler.ServiceDefaults.Telemetry;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crawler.Scheduler.Telemetry;

/// <summary>What the rows say of the frontier and the outbox as a whole; autoscaling reads the hosts that wait.</summary>
/// <remarks>
/// The rows are read at an interval, and only while somebody listens. Every Scheduler tells the same, so take the
/// greatest of their values, not the sum.
/// </remarks>
internal sealed partial class FrontierGauges : BackgroundService
{
    private readonly IHostApplicationLifetime _lifetime;
    private readonly IServiceScopeFactory _scopes;
    private readonly IOptions<FrontierOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<FrontierGauges> _logger;
    private readonly Instrument[] _instruments;
    private volatile FrontierReading? _reading;

    public FrontierGauges(
        IMeterFactory meters, IHostApplicationLifetime lifetime, IServiceScopeFactory scopes,
        IOptions<FrontierOptions> options, TimeProvider time, ILogger<FrontierGauges> logger)
    {
        (_lifetime, _scopes, _options, _time, _logger) = (lifetime, scopes, options, time, logger);
        var meter = meters.CreateCrawlerMeter();
        _instruments =
        [
            meter.CreateObservableGauge(
                "crawler.frontier.hosts.ready", () => Tell(reading => reading.ReadyHosts), "{host}",
                "Hosts that are ready and wait for a downloader: what autoscaling reads."),
            meter.CreateObservableGauge(
                "crawler.frontier.queue.age", () => Tell(reading => reading.QueueAge.TotalSeconds), "s",
                "How long the host that is ready longest has waited."),
            meter.CreateObservableGauge(
                "crawler.frontier.leases", () => Tell(reading => reading.Leases), "{lease}",
                "Batches that are with downloaders."),
            meter.CreateObservableGauge(
                "crawler.frontier.urls", () => _reading?.Urls() ?? [], "{url}",
                "Pages of crawls that have not ended, by state: queued or leased."),
            meter.CreateObservableGauge(
                "crawler.crawls", () => _reading?.Crawls() ?? [], "{crawl}", "Crawls that have not ended, by state."),
            meter.CreateObservableGauge(
                "crawler.outbox.messages", () => Tell(reading => reading.OutboxMessages), "{message}",
                "Messages in the outbox."),
            meter.CreateObservableGauge(
                "crawler.outbox.age", () => Tell(reading => reading.OutboxAge.TotalSeconds), "s",
                "Age of the outbox's oldest message."),
        ];
    }

    /// <summary>Reads the rows, if anybody wants to know.</summary>
    internal async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (_instruments.Any(instrument => instrument.Enabled))
        {
            await using var scope = _scopes.CreateAsyncScope();
            _reading = await FrontierReading.ReadAsync(
                scope.ServiceProvider.GetRequiredService<CrawlerDbContext>(), _time.GetUtcNow(), cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _lifetime.ApplicationStarted.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(_options.Value.GaugeInterval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ReadAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogFailed(e);
            }
        }
    }

    private IEnumerable<Measurement<TValue>> Tell<TValue>(Func<FrontierReading, TValue> value)
        where TValue : struct => _reading is { } reading ? [new Measurement<TValue>(value(reading))] : [];

    [LoggerMessage(4401, LogLevel.Warning, "The frontier's gauges could not be read; another try follows")]
    private partial void LogFailed(Exception exception);
}
