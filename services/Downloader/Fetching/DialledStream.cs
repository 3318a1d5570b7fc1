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
    private FetchTrace? _last;

    public IPAddress Address { get; } = address;

    private bool HasEnded => _last is not null && FetchTrace.Current != _last;

    /// <summary>
    /// The connection serves this request to its end and no other one: to the pool it then looks closed.
    /// </summary>
    public void EndWith(FetchTrace last) => _last = last;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        HasEnded ? ValueTask.FromResult(0) : base.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        BeforeWrite();
        return base.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        BeforeWrite();
        return base.WriteAsync(buffer, offset, count, cancellationToken);
    }

    private void BeforeWrite()
    {
        if (HasEnded)
        {
            throw new IOException("The connection was to end with its last answer.");
        }

        FetchTrace.Current?.Sent(this);
    }
}
