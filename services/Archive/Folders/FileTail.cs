using Crawler.Archive.Gzip;
using Microsoft.Win32.SafeHandles;

namespace Crawler.Archive.Folders;

/// <summary>Writes to a file from a place onwards.</summary>
internal sealed class FileTail(SafeFileHandle file, long start) : ForwardStream
{
    private long _length;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        RandomAccess.Write(file, buffer, start + _length);
        _length += buffer.Length;
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await RandomAccess.WriteAsync(file, buffer, start + _length, cancellationToken);
        _length += buffer.Length;
    }

    /// <summary>Replaces bytes that were written before.</summary>
    public void Patch(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(file, bytes, start + offset);
}
