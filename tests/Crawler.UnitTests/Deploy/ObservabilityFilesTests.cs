using System.Diagnostics.Metrics;
using System.Text.Json;

using Crawler.Downloader.Telemetry;
using Crawler.Persistence.Messaging;
using Crawler.Scheduler.Frontier;
using Crawler.Scheduler.Telemetry;
using Crawler.ServiceDefaults.Sentry;
using Crawler.TestKit;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Deploy;

/// <summary>Dashboards and alerts ask for metrics that there are, and the docs list those that there are.</summary>
public sealed class ObservabilityFilesTests
{
    [Theory]
    [InlineData("deploy/grafana/crawler.json")]
    [InlineData("deploy/prometheus/alerts.yaml")]
    public void EveryMetricAskedFor_IsPublished(string file)
    {
        var names = Published().SelectMany(MetricNames.Of).ToHashSet(StringComparer.Ordinal);

        var used = MetricNames.UsedIn(File.ReadAllText(RepositoryRoot.File(file.Split('/')))).ToList();

        used.ShouldNotBeEmpty();
        used.Except(names).ShouldBeEmpty();
    }

    [Fact]
    public void UnknownMetric_IsFlagged() =>
        MetricNames.UsedIn("sum(rate(crawler_frontier_pages_total[5m])) / crawler_made_up")
            .Except(Published().SelectMany(MetricNames.Of))
            .ShouldBe(["crawler_made_up"]);

    [Fact]
    public void EveryMetricOfOurs_IsListedWithItsUnit()
    {
        var table = File.ReadAllText(RepositoryRoot.File("services", "README.md"));

        Published().Where(instrument => instrument.Meter.Name == "Crawler")
            .Select(instrument => $"| `{instrument.Name}` | {instrument.Unit} |")
            .Where(row => !table.Contains(row, StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    [Fact]
    public void EveryMetricOfOurs_HasUnitAndDescription() =>
        Published().Where(instrument => instrument.Meter.Name == "Crawler")
            .Where(instrument => string.IsNullOrEmpty(instrument.Unit) || string.IsNullOrEmpty(instrument.Description))
            .Select(instrument => instrument.Name)
            .ShouldBeEmpty();

    [Fact]
    public void Dashboard_IsJson() => Should.NotThrow(() =>
        JsonDocument.Parse(File.ReadAllText(RepositoryRoot.File("deploy", "grafana", "crawler.json"))).Dispose());

    private static List<Instrument> Published()
    {
        var instruments = new List<Instrument>();
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) || instrument.Meter.Name == "System.Runtime")
            {
                instruments.Add(instrument);
            }
        };
        listener.Start();
        _ = new DownloaderMetrics(meters);
        _ = new FrontierMetrics(meters);
        _ = new OutboxMetrics(meters, TimeProvider.System);
        _ = new SentryMetrics(meters);
        using var lifetime = new HostBuilder().Build();
        using var gauges = new FrontierGauges(
            meters, lifetime.Services.GetRequiredService<IHostApplicationLifetime>(),
            services.GetRequiredService<IServiceScopeFactory>(), Options.Create(new FrontierOptions()),
            TimeProvider.System, NullLogger<FrontierGauges>.Instance);
        return instruments;
    }
}
