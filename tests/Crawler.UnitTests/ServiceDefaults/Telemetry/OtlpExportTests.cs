using Crawler.ServiceDefaults.Telemetry;

using MassTransit.Logging;
using MassTransit.Monitoring;

using Quartz.Diagnostics;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.ServiceDefaults.Telemetry;

public sealed class OtlpExportTests
{
    [Fact]
    public void SourcesAndMetersOfLibraries_AreCalledAsTheyCallThemselves()
    {
        OtlpExport.Sources.ShouldContain(QuartzInstrumentation.ActivitySourceName);
        OtlpExport.Sources.ShouldContain(DiagnosticHeaders.DefaultListenerName);
        OtlpExport.Meters.ShouldContain(QuartzInstrumentation.MeterName);
        OtlpExport.Meters.ShouldContain(InstrumentationOptions.MeterName);
    }
}
