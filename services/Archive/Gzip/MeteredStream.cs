namespace Crawler.Archive.Gzip;

/// <summary>Hands a file out in small pieces, and remembers where the last of them began.</summary>
internal sealed class MeteredStream(Stream file) : ForwardStream
{
    public const int PieceBytes = 4096;

    public override bool CanRead => true;

    public long LastPiece { get; private set; } = file.Position;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var start = file.Position;
        var read = await file.ReadAsync(buffer[..Math.Min(buffer.Length, PieceBytes)], cancellationToken);
        LastPiece = read > 0 ? start : LastPiece;

        return read;
    }
}
