using System.Net;

namespace Crawler.Downloader.Fetching;

/// <summary>What the connection tells of one request: that it is written, and to which address.</summary>
internal sealed class FetchTrace(Action sent)
{
    private static readonly AsyncLocal<FetchTrace?> Ambient = new();

    public static FetchTrace? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    public IPAddress? Address { get; private set; }

    public void Sent(IPAddress address)
    {
        // A TLS handshake may write before the request does; what counts is the last write, and that is the request.
        Address = address;
        sent();
    }
}
