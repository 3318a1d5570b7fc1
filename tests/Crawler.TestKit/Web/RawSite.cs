using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Crawler.TestKit.Web;

/// <summary>
/// A listener that speaks what its script says: HTTP that no server library would write, or nothing at all. It counts
/// its connections, so it is also the canary at an address where nobody may call.
/// </summary>
public sealed class RawSite : IAsyncDisposable
{
    private const int MaximumHeads = 10_000;

    private readonly Func<RawConnection, CancellationToken, Task> _script;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ArrivalCounter _connections = new("connections");
    private readonly Lock _gate = new();
    private readonly List<string> _heads = [];
    private readonly List<Task> _served = [];
    private readonly Task _accepting;

    private RawSite(Func<RawConnection, CancellationToken, Task> script, IPAddress? address)
    {
        _script = script;
        _listener = new TcpListener(address ?? LoopbackAddresses.Next(), 0);
        _listener.Start();
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint { get; }

    public string Host => EndPoint.ToString();

    /// <summary>How many connections were opened.</summary>
    public int Connections => _connections.Count;

    /// <summary>The request heads that scripts have read: request line and headers.</summary>
    public IReadOnlyList<string> RequestHeads
    {
        get
        {
            lock (_gate)
            {
                return [.. _heads];
            }
        }
    }

    /// <summary>Runs a script for each connection, and closes it afterwards.</summary>
    public static RawSite Script(Func<RawConnection, CancellationToken, Task> script, IPAddress? address = null) =>
        new(script, address);

    /// <summary>Reads a request head, writes these characters (Latin-1) and closes.</summary>
    public static RawSite Answer(string answer, IPAddress? address = null) =>
        Answer(Encoding.Latin1.GetBytes(answer), address);

    /// <summary>Reads a request head, writes these bytes and closes.</summary>
    public static RawSite Answer(ReadOnlyMemory<byte> answer, IPAddress? address = null) => Script(
        async (connection, cancellationToken) =>
        {
            await connection.ReadHeadAsync(cancellationToken);
            await connection.WriteAsync(answer, cancellationToken);
            connection.CloseSending();
            await connection.WaitForCloseAsync(cancellationToken);
        },
        address);

    /// <summary>Accepts, and never says a word.</summary>
    public static RawSite Silent(IPAddress? address = null) =>
        new((connection, cancellationToken) => connection.WaitForCloseAsync(cancellationToken), address);

    public string Url(string target = "/") => $"http://{Host}{target}";

    /// <summary>Returns when <paramref name="count"/> connections have been opened.</summary>
    public Task WaitForConnectionsAsync(int count, TimeSpan? within = null) =>
        _connections.WaitForAsync(count, within);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        Task[] served;
        lock (_gate)
        {
            served = [.. _served];
        }

        await Task.WhenAll(served);
        _stop.Dispose();
    }

    private void Keep(string head)
    {
        lock (_gate)
        {
            if (_heads.Count < MaximumHeads)
            {
                _heads.Add(head);
            }
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                var served = ServeAsync(socket);
                lock (_gate)
                {
                    _served.RemoveAll(task => task.IsCompleted);
                    _served.Add(served);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // Stopping, or a client that was gone before it was accepted.
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            _connections.Increment();
            try
            {
                using var connection = new RawConnection(socket, Keep);
                await _script(connection, _stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException
                or IOException or AuthenticationException)
            {
                // The client went away, refused our certificate, or the test is over; the script has said what it
                // could.
            }
        }
    }
}
