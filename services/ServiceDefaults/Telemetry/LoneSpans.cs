using System.Diagnostics;

using OpenTelemetry;

namespace Crawler.ServiceDefaults.Telemetry;

/// <summary>
/// Leaves out traces of one span that tell nothing: health probes, and statements of the loops that look into the
/// database again and again. Within a trace, statements are told.
/// </summary>
internal sealed class LoneSpans : BaseProcessor<Activity>
{
    private const string Database = "Npgsql";

    public override void OnEnd(Activity data)
    {
        if (data.ParentSpanId == default && (data.Source.Name == Database || IsProbe(data)))
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }

    private static bool IsProbe(Activity data) =>
        data.Kind == ActivityKind.Server
        && data.GetTagItem("url.path") is string path
        && path.StartsWith("/health/", StringComparison.Ordinal);
}
