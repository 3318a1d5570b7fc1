using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Crawler.TestKit.Web;

/// <summary>One host of a <see cref="FakeWeb"/>: its answers by target, and the requests that it got.</summary>
/// <remarks>
/// Answers may be set and replaced at any time. The exact target (path and query) wins, then the path alone, then the
/// longest prefix, then a 404.
/// </remarks>
public sealed class FakeSite
{
    private const int MaximumBodyBytes = 1024 * 1024;

    private readonly SitesTransport _transport;
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RequestDelegate> _prefixes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RequestGate> _gates = new(StringComparer.Ordinal);
    private readonly RequestLog _log = new();
    private Socket? _listener;
    private int _connections;

    internal FakeSite(SitesTransport transport, IPEndPoint endPoint)
    {
        _transport = transport;
        EndPoint = endPoint;
    }

    public IPEndPoint EndPoint { get; private set; }

    /// <summary>Address and port, as in the URLs of this site.</summary>
    public string Host => EndPoint.ToString();

    public IReadOnlyList<LoggedRequest> Requests => _log.Snapshot();

    /// <summary>How many requests came, also beyond those that the log keeps.</summary>
    public int RequestCount => _log.Count;

    /// <summary>How many connections were opened.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The absolute URL of a target on this site.</summary>
    public string Url(string target = "/") => $"http://{Host}{target}";

    /// <summary>Answers one target: a path, or a path with its query.</summary>
    public FakeSite Handle(string target, RequestDelegate answer)
    {
        _answers[target] = answer;
        return this;
    }

    /// <summary>Answers every target that begins with <paramref name="prefix"/> and has no answer of its own.</summary>
    public FakeSite HandleUnder(string prefix, RequestDelegate answer)
    {
        _prefixes[prefix] = answer;
        return this;
    }

    /// <summary>
    /// Holds the requests for a target until the gate is opened; then they get the answer that the target has.
    /// </summary>
    public RequestGate Gate(string target) => _gates[target] = new RequestGate();

    /// <summary>Returns when <paramref name="count"/> requests have come to this site.</summary>
    public Task WaitForAsync(int count, TimeSpan? within = null) =>
        _log.WaitForAsync(count, within);

    /// <summary>Closes the port: whoever connects is refused. Open connections stay.</summary>
    public FakeSite RefuseConnections()
    {
        Interlocked.Exchange(ref _listener, null)?.Dispose();
        return this;
    }

    /// <summary>Opens the port again after <see cref="RefuseConnections"/>.</summary>
    public FakeSite AcceptConnections()
    {
        if (Volatile.Read(ref _listener) is null)
        {
            Listen();
        }

        return this;
    }

    internal void Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(EndPoint);
            listener.Listen(512);
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }

        EndPoint = (IPEndPoint)listener.LocalEndPoint!;
        Volatile.Write(ref _listener, listener);
        _ = _transport.AcceptFromAsync(listener, () => Interlocked.Increment(ref _connections));
    }

    internal LoggedRequest Record(HttpContext context, TimeSpan startedAt)
    {
        var request = new LoggedRequest
        {
            Host = Host,
            Method = context.Request.Method,
            Target = TargetOf(context),
            Headers = context.Request.Headers.ToDictionary(
                header => header.Key,
                header => string.Join(", ", header.Value.ToArray()),
                StringComparer.OrdinalIgnoreCase),
            Connection = context.Connection.Id,
            StartedAt = startedAt,
        };
        _log.Add(request);
        return request;
    }

    internal async Task AnswerAsync(HttpContext context, LoggedRequest request)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            request.Body = await ReadBodyAsync(context);
        }

        if (_gates.TryGetValue(request.Target, out var gate))
        {
            await gate.PassAsync(context.RequestAborted);
        }

        if (Find(request) is { } answer)
        {
            await answer(context);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync("nothing here", context.RequestAborted);
        }
    }

    private static string TargetOf(HttpContext context) =>
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    private static async Task<string> ReadBodyAsync(HttpContext context)
    {
        var buffer = new byte[MaximumBodyBytes];
        var length = await context.Request.Body.ReadAtLeastAsync(
            buffer, MaximumBodyBytes, throwOnEndOfStream: false, context.RequestAborted);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private RequestDelegate? Find(LoggedRequest request) =>
        _answers.TryGetValue(request.Target, out var answer) || _answers.TryGetValue(request.Path, out answer)
            ? answer
            : _prefixes
                .Where(prefix => request.Target.StartsWith(prefix.Key, StringComparison.Ordinal))
                .OrderByDescending(prefix => prefix.Key.Length)
                .FirstOrDefault()
                .Value;
}
