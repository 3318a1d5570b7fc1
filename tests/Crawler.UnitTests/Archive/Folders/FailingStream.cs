namespace Crawler.UnitTests.Archive.Folders;

/// <summary>A body whose disk fails once so much has been read of it, over all passes.</summary>
internal sealed class FailingStream(int length, int failsAfter) : MemoryStream(new byte[length])
{
    private int _read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        _read += read;

        return _read > failsAfter ? throw new IOException("The disk failed.") : read;
    }
}
