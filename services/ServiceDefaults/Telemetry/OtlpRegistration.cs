using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Workers;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using OpenTelemetry.Logs;

namespace Crawler.ServiceDefaults.Telemetry;

/// <summary>Registers the export by OTLP, which stands up before the services do and outlasts them.</summary>
internal static class OtlpRegistration
{
    public static void Add(IHostApplicationBuilder host, OtlpSignals signals)
    {
        var service = ServiceName.OfProcess(host.Services);
        if (signals.Logs)
        {
            host.Logging.AddOpenTelemetry();
            host.Services.AddOptions<OpenTelemetryLoggerOptions>().Configure<ProcessInstance>((logs, instance) =>
            {
                logs.IncludeFormattedMessage = true;
                logs.IncludeScopes = true;
                logs.SetResourceBuilder(OtlpResource.Of(service, instance)).AddOtlpExporter();
            });
        }

        if (signals.Traces)
        {
            // Method, path and route on the spans of requests; ASP.NET Core leaves them out unless it is told.
            AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", isEnabled: false);
        }

        // Hosted services start in the order of their registration and stop in the reverse one.
        host.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(provider => new OtlpExport(
            signals, service, host.Configuration, provider.GetRequiredService<ProcessInstance>())));
    }
}
