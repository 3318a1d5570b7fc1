using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crawler.TestKit.Web;

/// <summary>
/// Gives one Kestrel server the connections of many listening sockets. So a site is added to a running server at the
/// price of a socket, and may stop listening by itself.
/// </summary>
internal sealed class SitesTransport
    : IConnectionListenerFactory, IConnectionListenerFactorySelector, IConnectionListener
{
    private readonly Channel<ConnectionContext> _accepted = Channel.CreateBounded<ConnectionContext>(4096);
    private readonly SocketConnectionContextFactory _connections =
        new(new SocketConnectionFactoryOptions(), NullLogger.Instance);

    public EndPoint EndPoint { get; } = new SitesEndPoint();

    public bool CanBind(EndPoint endpoint) => endpoint is SitesEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(this);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_accepted.Reader.TryRead(out var connection))
            {
                return connection;
            }
        }

        return null;
    }

    public async Task AcceptFromAsync(Socket listener, Action accepted)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync();
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted)
            {
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                continue;
            }

            accepted();
            socket.NoDelay = true;
            if (!_accepted.Writer.TryWrite(_connections.Create(socket)))
            {
                socket.Dispose();
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _accepted.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _accepted.Writer.TryComplete();
        _connections.Dispose();
        return ValueTask.CompletedTask;
    }
}
