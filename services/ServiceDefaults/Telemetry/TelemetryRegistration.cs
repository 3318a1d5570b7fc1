using Microsoft.Extensions.Hosting;

namespace Crawler.ServiceDefaults.Telemetry;

/// <summary>Makes telemetry leave the process where it is to leave.</summary>
internal static class TelemetryRegistration
{
    /// <summary>
    /// Call it when the services are known. Where there is no endpoint nothing is registered, and no assembly of
    /// OpenTelemetry is loaded: what names its types stands behind <see cref="OtlpExport"/>.
    /// </summary>
    public static void AddCrawlerTelemetry(this IHostApplicationBuilder host)
    {
        var signals = OtlpSignals.Read(host.Configuration);
        if (signals.Any)
        {
            OtlpRegistration.Add(host, signals);
        }
    }
}
