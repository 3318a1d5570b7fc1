using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Crawler.TestKit.Web;

/// <summary>
/// Listens where nobody may call, and remembers who was called: the address and port that a client dialled. It says
/// nothing unless it is given a script, and closes.
/// </summary>
public sealed class CanaryListener : IAsyncDisposable
{
    private readonly Func<RawConnection, IPEndPoint, CancellationToken, Task>? _script;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<IPEndPoint> _calls = new();
    private readonly ConcurrentBag<Task> _served = [];
    private readonly List<Socket> _listeners = [];
    private readonly List<Task> _accepting = [];

    /// <param name="places">
    /// Addresses and ports. The unspecified IPv6 address stands for all addresses of both families. A place that is
    /// taken or forbidden is left out, and missing from <see cref="Places"/>.
    /// </param>
    /// <param name="script">What is said to those who call.</param>
    public CanaryListener(
        IEnumerable<IPEndPoint> places, Func<RawConnection, IPEndPoint, CancellationToken, Task>? script = null)
    {
        _script = script;
        foreach (var place in places)
        {
            if (Listen(place) is { } listener)
            {
                _listeners.Add(listener);
                _accepting.Add(AcceptAsync(listener));
            }
        }
    }

    /// <summary>Where it listens.</summary>
    public IReadOnlyList<IPEndPoint> Places => [.. _listeners.Select(listener => (IPEndPoint)listener.LocalEndPoint!)];

    /// <summary>What was dialled, in order.</summary>
    public IReadOnlyList<IPEndPoint> Calls => [.. _calls];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listeners.ForEach(listener => listener.Dispose());
        await Task.WhenAll(_accepting);
        await Task.WhenAll(_served);
        _stop.Dispose();
    }

    private static Socket? Listen(IPEndPoint place)
    {
        var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (place.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(place);
            socket.Listen(512);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private static IPEndPoint Plain(IPEndPoint dialled) => dialled.Address.IsIPv4MappedToIPv6
        ? new(dialled.Address.MapToIPv4(), dialled.Port)
        : dialled;

    private async Task AcceptAsync(Socket listener)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(_stop.Token);
                var dialled = Plain((IPEndPoint)socket.LocalEndPoint!);
                _calls.Enqueue(dialled);
                _served.Add(ServeAsync(socket, dialled));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // Stopping, or a client that was gone before it was accepted.
            }
        }
    }

    private async Task ServeAsync(Socket socket, IPEndPoint dialled)
    {
        using (socket)
        {
            try
            {
                using var connection = new RawConnection(socket, _ => { });
                await (_script?.Invoke(connection, dialled, _stop.Token) ?? Task.CompletedTask);
            }
            catch (Exception e) when (
                e is OperationCanceledException or ObjectDisposedException or SocketException or IOException)
            {
                // The client went away or the test is over.
            }
        }
    }
}
