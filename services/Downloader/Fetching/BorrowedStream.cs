namespace Crawler.Downloader.Fetching;

/// <summary>Reads a stream that belongs to someone else, and leaves it open.</summary>
internal sealed class BorrowedStream(Stream owner) : ReadOnlyStream
{
    public override int Read(Span<byte> buffer) => owner.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        owner.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        owner.ReadAsync(buffer, offset, count, cancellationToken);
}
