namespace Crawler.Archive.Warc;

/// <summary>Follows a block as it is read, and compares the digest of its payload with the stated one.</summary>
internal sealed class PayloadCheck : IDisposable
{
    private readonly WarcDigest _asStored;
    private readonly WarcDigest _dechunked;
    private readonly MemoryStream? _head;
    private ChunkedBody? _chunks;
    private bool _isInBody;

    /// <param name="label">The stated digest.</param>
    /// <param name="isHttp">Whether the payload begins after the head of an HTTP message; else it is the block.</param>
    public PayloadCheck(string label, bool isHttp)
    {
        _asStored = new WarcDigest(label);
        _dechunked = new WarcDigest(label);
        _head = isHttp ? new MemoryStream() : null;
        _isInBody = !isHttp;
    }

    public void Append(ReadOnlySpan<byte> block)
    {
        if (_isInBody)
        {
            AppendBody(block);

            return;
        }

        _head!.Write(block);
        var head = _head.GetBuffer().AsSpan(0, (int)_head.Length);
        var end = HttpHead.FindEnd(head);

        if (end > 0 || head.Length > HttpHead.MaxBytes)
        {
            _isInBody = true;
            _chunks = end > 0 && HttpHead.Parse(head[..end]).IsChunked ? new ChunkedBody(_dechunked) : null;
            AppendBody(head[end..]);
        }
    }

    /// <summary>
    /// Whether the digest is that of the body, with or without its chunks: widespread writers hash the chunks as
    /// well, and others keep the head of a chunked body that they have put together.
    /// </summary>
    public bool IsAsStated() => _asStored.IsAsStated() || (_chunks?.IsWhole == true && _dechunked.IsAsStated());

    public void Dispose()
    {
        _asStored.Dispose();
        _dechunked.Dispose();
        _head?.Dispose();
    }

    private void AppendBody(ReadOnlySpan<byte> body)
    {
        _asStored.Append(body);
        _chunks?.Append(body);
    }
}
