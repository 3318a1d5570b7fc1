using Crawler.ServiceDefaults.Hosting;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Crawler.ServiceDefaults.Telemetry;

/// <summary>Spans and measurements of this process on their way to an OTLP endpoint.</summary>
/// <remarks>
/// The packages that would host and instrument are not needed: .NET, MassTransit, Npgsql and Quartz bring sources and
/// meters of their own, and this listens to them. Endpoint, protocol, headers, sampler, intervals and limits are read
/// by OpenTelemetry itself from the <c>OTEL_*</c> settings.
/// </remarks>
internal sealed class OtlpExport(
    OtlpSignals signals, string service, IConfiguration settings, ProcessInstance instance)
    : IHostedService, IDisposable
{
    /// <summary>How long the last spans and measurements may hold up a process that stops.</summary>
    private const int FlushMilliseconds = 3_000;

    private static readonly string[] Sources =
        [CrawlerTelemetry.Name, "Microsoft.AspNetCore", "System.Net.Http", "MassTransit", "Npgsql", "Quartz"];

    private static readonly string[] Meters =
    [
        CrawlerTelemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime",
        HttpMeter, "MassTransit", "Npgsql", "Quartz",
    ];

    private const string HttpMeter = "System.Net.Http";

    /// <summary>
    /// What is kept of the HTTP client's dimensions. Hosts and addresses are not: a crawler meets too many of them.
    /// </summary>
    private static readonly string[] HttpTags =
        ["http.request.method", "http.response.status_code", "error.type", "http.connection.state", "url.scheme"];

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _traces = signals.Traces ? BuildTraces() : null;
        _metrics = signals.Metrics ? BuildMetrics() : null;
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Export blocks its caller: both at once, and not on the thread that stops the rest.
        await Task.WhenAll(
            Task.Run(() => _traces?.ForceFlush(FlushMilliseconds), CancellationToken.None),
            Task.Run(() => _metrics?.ForceFlush(FlushMilliseconds), CancellationToken.None));
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private TracerProvider BuildTraces() => Sdk.CreateTracerProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(settings))
        .SetResourceBuilder(OtlpResource.Of(service, instance))
        .AddSource(Sources)
        .AddProcessor(new ProbeSilence())
        .AddOtlpExporter()
        .Build();

    private MeterProvider BuildMetrics() => Sdk.CreateMeterProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(settings))
        .SetResourceBuilder(OtlpResource.Of(service, instance))
        .AddMeter(Meters)
        .AddView(instrument => instrument.Meter.Name == HttpMeter
            ? new MetricStreamConfiguration { TagKeys = HttpTags }
            : null)
        .AddOtlpExporter()
        .Build();
}
