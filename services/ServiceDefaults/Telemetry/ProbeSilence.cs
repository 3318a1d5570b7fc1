using System.Diagnostics;

using OpenTelemetry;

namespace Crawler.ServiceDefaults.Telemetry;

/// <summary>Leaves out the spans of health probes, which come every few seconds and tell nothing.</summary>
internal sealed class ProbeSilence : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.Kind == ActivityKind.Server
            && data.GetTagItem("url.path") is string path
            && path.StartsWith("/health/", StringComparison.Ordinal))
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
