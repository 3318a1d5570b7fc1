using System.Security.Cryptography;

using Crawler.Downloader.Fetching;

namespace Crawler.Downloader.Outlinks;

/// <summary>Counts and digests what is read through it, to the body's end also where its reader stops before.</summary>
internal sealed class DigestingStream(Stream inner) : ReadOnlyStream
{
    private const int BlockBytes = 32 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long BytesRead { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        _hash.AppendData(buffer[..count]);
        BytesRead += count;
        return count;
    }

    /// <summary>Reads what is left, and gives the digest of all.</summary>
    public byte[] Complete()
    {
        var block = new byte[BlockBytes];
        while (Read(block.AsSpan()) > 0)
        {
        }

        return _hash.GetHashAndReset();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
