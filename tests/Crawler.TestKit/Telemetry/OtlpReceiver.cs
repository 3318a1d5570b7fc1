using System.Collections.Concurrent;
using System.IO.Compression;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Crawler.TestKit.Telemetry;

/// <summary>A collector on loopback: takes OTLP over HTTP with protobuf, and keeps what came.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<ExportedSpan> _spans = new();
    private readonly ConcurrentDictionary<string, ExportedMetric> _metrics = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<ExportedLog> _logs = new();
    private readonly ConcurrentQueue<byte[]> _payloads = new();

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Run(ReceiveAsync);
    }

    public Uri Address => new(_server.Urls.First());

    public IReadOnlyList<ExportedSpan> Spans => [.. _spans];

    /// <summary>The last export of each metric.</summary>
    public IReadOnlyDictionary<string, ExportedMetric> Metrics => _metrics;

    public IReadOnlyList<ExportedLog> Logs => [.. _logs];

    /// <summary>Whether requests are kept as they came, too.</summary>
    public bool KeepsPayloads { get; set; }

    /// <summary>The requests as they came, decompressed.</summary>
    public IReadOnlyList<byte[]> Payloads => [.. _payloads];

    /// <summary>The settings with which a host exports to here, and soon.</summary>
    public string[] Settings =>
    [
        $"OTEL_EXPORTER_OTLP_ENDPOINT={Address}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
        "OTEL_METRIC_EXPORT_INTERVAL=200", "OTEL_BSP_SCHEDULE_DELAY=100", "OTEL_BLRP_SCHEDULE_DELAY=100",
    ];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver._server.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await using var content = context.Request.Headers.ContentEncoding == "gzip"
            ? new GZipStream(context.Request.Body, CompressionMode.Decompress)
            : context.Request.Body;
        await content.CopyToAsync(body);
        if (KeepsPayloads)
        {
            _payloads.Enqueue(body.ToArray());
        }

        switch (context.Request.Path.Value)
        {
            case "/v1/traces":
                OtlpMessages.Spans(body.ToArray()).ForEach(_spans.Enqueue);
                break;
            case "/v1/metrics":
                OtlpMessages.Metrics(body.ToArray()).ForEach(metric => _metrics[metric.Name] = metric);
                break;
            case "/v1/logs":
                OtlpMessages.Logs(body.ToArray()).ForEach(_logs.Enqueue);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
        }

        context.Response.ContentType = "application/x-protobuf";
    }
}
