using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;

namespace Crawler.TestKit.Web;

/// <summary>
/// A host whose answers are bytes: what each target gets is written as it stands, be it HTTP or not. It keeps its
/// connections open between requests, has no robots.txt, and knows nothing of other targets.
/// </summary>
public sealed class RawHost : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, RawAnswer> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<RawRequest> _requests = new();
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly RawSite _site;
    private RawAnswer _others = RawAnswers.NotFound;
    private int _connections;

    /// <param name="tls">Where given, every connection begins with a handshake.</param>
    /// <param name="address">An address of its own on loopback where none is given.</param>
    public RawHost(SslServerAuthenticationOptions? tls = null, IPAddress? address = null)
    {
        _tls = tls;
        _site = RawSite.Script(ServeAsync, address);
    }

    public IPEndPoint EndPoint => _site.EndPoint;

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<RawRequest> Requests => [.. _requests];

    public int Connections => _site.Connections;

    /// <summary>The absolute URL of a target, under the address or another name of the host.</summary>
    public string Url(string target = "/", string? host = null) =>
        $"{(_tls is null ? "http" : "https")}://{host ?? EndPoint.Address.ToString()}:{EndPoint.Port}{target}";

    public RawHost On(string target, RawAnswer answer)
    {
        _answers[target] = answer;
        return this;
    }

    /// <summary>Answers every target that has no answer of its own.</summary>
    public RawHost OnOthers(RawAnswer answer)
    {
        _others = answer;
        return this;
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private async Task ServeAsync(RawConnection connection, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _connections);
        if (_tls is not null)
        {
            await connection.SecureAsync(_tls, cancellationToken);
        }

        while (!connection.IsClosed)
        {
            var head = await connection.ReadHeadAsync(cancellationToken);
            if (head.Split(' ', 3) is not [_, var target, _])
            {
                return;
            }

            _requests.Enqueue(new(number, target, head));
            var answer = target == "/robots.txt" ? RawAnswers.NotFound : _others;
            await _answers.GetValueOrDefault(target, answer)(connection, cancellationToken);
        }
    }
}
