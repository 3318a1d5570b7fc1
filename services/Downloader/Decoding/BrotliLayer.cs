using System.Buffers;
using System.IO.Compression;

using Crawler.Downloader.Fetching;

namespace Crawler.Downloader.Decoding;

/// <summary>Undoes Brotli (RFC 7932); a torn body is refused.</summary>
internal sealed class BrotliLayer(Stream inner) : ReadOnlyStream
{
    private readonly byte[] _sent = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private BrotliDecoder _codec;
    private int _start;
    private int _end;
    private bool _done;
    private bool _disposed;

    public override int Read(Span<byte> buffer)
    {
        while (!_done)
        {
            var sent = _sent.AsSpan(_start, _end - _start);
            var status = _codec.Decompress(sent, buffer, out var consumed, out var written);
            _start += consumed;
            _done = status == OperationStatus.Done;
            if (status == OperationStatus.InvalidData)
            {
                throw new InvalidDataException("The Brotli body is corrupt.");
            }

            if (written > 0 || buffer.IsEmpty)
            {
                return written;
            }

            if (status == OperationStatus.NeedMoreData)
            {
                Fill();
            }
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _codec.Dispose();
            ArrayPool<byte>.Shared.Return(_sent);
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Fill()
    {
        _sent.AsSpan(_start, _end - _start).CopyTo(_sent);
        _end -= _start;
        _start = 0;
        var count = inner.Read(_sent.AsSpan(_end));
        if (count == 0)
        {
            throw new InvalidDataException("The Brotli body ends before its data does.");
        }

        _end += count;
    }
}
