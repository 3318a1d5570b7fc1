using Crawler.ServiceDefaults.Telemetry;

using Microsoft.Extensions.Configuration;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.ServiceDefaults.Telemetry;

public sealed class OtlpSignalsTests
{
    [Theory]
    [InlineData("", false, false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT= ", false, false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317", true, true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://c:4317", true, false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://c:4317", false, true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317;OTEL_LOGS_EXPORTER=none", true, true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317;OTEL_SDK_DISABLED=true", false, false, false)]
    public void Signals_LeaveWhereTheyHaveAnEndpoint(string settings, bool traces, bool metrics, bool logs)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            settings.Split(';', StringSplitOptions.RemoveEmptyEntries)
                .Select(setting => setting.Split('=', 2))
                .Select(setting => new KeyValuePair<string, string?>(setting[0], setting[1]))).Build();

        OtlpSignals.Read(configuration).ShouldBe(new OtlpSignals(traces, metrics, logs));
    }
}
