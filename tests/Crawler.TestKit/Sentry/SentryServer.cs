using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Crawler.TestKit.Sentry;

/// <summary>
/// A Sentry project on loopback: takes envelopes, keeps their events, and answers what a test tells it to. An envelope
/// whose form is broken is refused, as the real one refuses it.
/// </summary>
public sealed class SentryServer : IAsyncDisposable
{
    private const string PublicKey = "d4d82fc1c2c4032a83f3a29aa3a3aff0";
    private const string Project = "42";

    private readonly WebApplication _server;
    private readonly ConcurrentQueue<JsonElement> _events = new();
    private readonly ConcurrentQueue<string> _bodies = new();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _requests;

    private SentryServer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Run(ReceiveAsync);
    }

    public string Dsn => $"http://{PublicKey}@{new Uri(_server.Urls.First()).Authority}/sentry/{Project}";

    /// <summary>The events that came, in their order.</summary>
    public IReadOnlyList<JsonElement> Events => [.. _events];

    /// <summary>The envelopes as text.</summary>
    public IReadOnlyList<string> Bodies => [.. _bodies];

    /// <summary>Requests that came, whatever they were answered.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>What is done to each answer, before it goes.</summary>
    public Action<HttpResponse>? Answer { get; set; }

    /// <summary>Whether requests are left without an answer until the server ends.</summary>
    public bool IsSilent { get; set; }

    public static async Task<SentryServer> StartAsync()
    {
        var server = new SentryServer();
        await server._server.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _release.TrySetResult();
        await _server.DisposeAsync();
    }

    private static bool IsAuthorized(HttpRequest request) =>
        request.Headers["X-Sentry-Auth"].ToString() is var header
        && header.StartsWith("Sentry ", StringComparison.Ordinal)
        && header.Contains("sentry_version=7", StringComparison.Ordinal)
        && header.Contains($"sentry_key={PublicKey}", StringComparison.Ordinal)
        && header.Contains($"sentry_client={request.Headers.UserAgent}", StringComparison.Ordinal);

    private async Task ReceiveAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        if (IsSilent)
        {
            await _release.Task.WaitAsync(context.RequestAborted);
            return;
        }

        if (context.Request.Path != $"/sentry/api/{Project}/envelope/" || context.Request.Method != "POST"
            || context.Request.ContentType != "application/x-sentry-envelope" || !IsAuthorized(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        using var body = new MemoryStream();
        await using var content = context.Request.Headers.ContentEncoding == "gzip"
            ? new GZipStream(context.Request.Body, CompressionMode.Decompress)
            : context.Request.Body;
        await content.CopyToAsync(body);
        if (!SentryEnvelopeReader.TryRead(body.ToArray(), out var headers, out var items))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        Answer?.Invoke(context.Response);
        if (context.Response.StatusCode == StatusCodes.Status200OK)
        {
            _bodies.Enqueue(Encoding.UTF8.GetString(body.ToArray()));
            foreach (var (_, payload) in items.Where(item => item.Type == "event"))
            {
                _events.Enqueue(JsonDocument.Parse(payload).RootElement);
            }

            await context.Response.WriteAsync($$"""{"id":"{{headers.GetProperty("event_id").GetString()}}"}""");
        }
    }
}
