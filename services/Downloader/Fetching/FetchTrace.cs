using System.Net;

namespace Crawler.Downloader.Fetching;

/// <summary>What the connections tell of one request: that it is written, and to which address.</summary>
/// <remarks>
/// The HTTP stack sends a request again by itself where a connection ends before any answer. Once is right: a kept
/// connection may end just as it is used. It would go on, though, and a server that hangs up on everybody would get
/// four requests where its pace allows one.
/// </remarks>
internal sealed class FetchTrace(Action sent)
{
    private static readonly AsyncLocal<FetchTrace?> Ambient = new();

    private DialledStream? _first;
    private DialledStream? _second;
    private DialledStream? _last;

    public static FetchTrace? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    public IPAddress? Address => _last?.Address;

    /// <summary>Throws <see cref="ResentException"/> where the request goes out on one connection too many.</summary>
    public void Sent(DialledStream connection)
    {
        _first ??= connection;
        if (connection != _first)
        {
            _second ??= connection;
            if (connection != _second)
            {
                throw new ResentException("The server has ended two connections without an answer.");
            }
        }

        // A TLS handshake may write before the request does; what counts is the last write, and that is the request.
        _last = connection;
        sent();
    }

    /// <summary>No other request may go over the connection of this one.</summary>
    public void EndConnection() => _last?.EndWith(this);
}
