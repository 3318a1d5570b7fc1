using Microsoft.Extensions.Configuration;

namespace Crawler.ServiceDefaults.Telemetry;

/// <summary>
/// Which signals leave by OTLP: those that have an endpoint, by the names that OpenTelemetry's specification gives
/// (General SDK Configuration; OTLP Exporter Configuration). Without an endpoint, none.
/// </summary>
internal readonly record struct OtlpSignals(bool Traces, bool Metrics, bool Logs)
{
    public bool Any => Traces || Metrics || Logs;

    public static OtlpSignals Read(IConfiguration settings) =>
        string.Equals(settings["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase)
            ? default
            : new OtlpSignals(
                IsOn(settings, "TRACES"), IsOn(settings, "METRICS"), IsOn(settings, "LOGS"));

    private static bool IsOn(IConfiguration settings, string signal) =>
        (IsSet(settings, "OTEL_EXPORTER_OTLP_ENDPOINT") || IsSet(settings, $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"))
        && !string.Equals(settings[$"OTEL_{signal}_EXPORTER"], "none", StringComparison.OrdinalIgnoreCase);

    private static bool IsSet(IConfiguration settings, string name) => !string.IsNullOrWhiteSpace(settings[name]);
}
