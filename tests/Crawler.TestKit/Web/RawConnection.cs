using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Crawler.TestKit.Web;

/// <summary>A connection to a <see cref="RawSite"/>, as its script sees it: bytes in, bytes out, in Latin-1.</summary>
public sealed class RawConnection : IDisposable
{
    private const int MaximumHeadBytes = 64 * 1024;

    private readonly Socket _socket;
    private readonly Action<string> _headRead;
    private Stream _stream;

    internal RawConnection(Socket socket, Action<string> headRead)
    {
        _headRead = headRead;
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: false);
    }

    /// <summary>Whether the script has ended our side, so that no further request can be answered.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The request head that was read last.</summary>
    public string Head { get; private set; } = "";

    /// <summary>From here on everything goes through TLS.</summary>
    public async Task SecureAsync(SslServerAuthenticationOptions options, CancellationToken cancellationToken)
    {
        var secure = new SslStream(_stream, leaveInnerStreamOpen: true);
        _stream = secure;
        await secure.AuthenticateAsServerAsync(options, cancellationToken);
    }

    /// <summary>Reads to the blank line after the headers, or to the end of the connection.</summary>
    public async Task<string> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < MaximumHeadBytes && await _stream.ReadAsync(one, cancellationToken) == 1)
        {
            head.Append((char)one[0]);
            if (one[0] == '\n' && head.Length >= 4 && head.ToString(head.Length - 4, 4) == "\r\n\r\n")
            {
                break;
            }
        }

        Head = head.ToString();
        _headRead(Head);
        return Head;
    }

    public Task WriteAsync(string text, CancellationToken cancellationToken) =>
        WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken);

    public Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _stream.WriteAsync(bytes, cancellationToken).AsTask();

    /// <summary>Ends our side; the client may still send.</summary>
    public void CloseSending()
    {
        IsClosed = true;
        _socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Drops the connection with RST.</summary>
    public void Reset()
    {
        IsClosed = true;
        _socket.Close(0);
    }

    /// <summary>Returns when the client has closed the connection; what it sends until then is dropped.</summary>
    public async Task WaitForCloseAsync(CancellationToken cancellationToken)
    {
        IsClosed = true;
        var buffer = new byte[4096];
        try
        {
            while (await _stream.ReadAsync(buffer, cancellationToken) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A reset is a close, too.
        }
    }

    public void Dispose() => _stream.Dispose();
}
