using System.Net;
using System.Net.Sockets;

namespace Crawler.Downloader.Fetching;

/// <summary>
/// A connection that tells the fetch whose request it carries when it is written, and to which address.
/// </summary>
/// <remarks>
/// A pooled connection outlives the fetch that opened it, so the address that an archive record names cannot be kept
/// with the connect. HTTP/1.1 requests are written by the flow of the fetch itself, which an AsyncLocal therefore
/// finds.
/// </remarks>
internal sealed class DialledStream(Socket socket, IPAddress address) : NetworkStream(socket, ownsSocket: true)
{
    public IPAddress Address { get; } = address;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        FetchTrace.Current?.Sent(this);
        return base.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        FetchTrace.Current?.Sent(this);
        return base.WriteAsync(buffer, offset, count, cancellationToken);
    }
}
