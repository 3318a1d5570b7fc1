using System.Buffers;

namespace Crawler.Archive;

/// <summary>
/// The bytes of a response as they were received, without their transfer coding: in memory, or in a file.
/// </summary>
public sealed class ArchivedBody
{
    private const int CopyBytes = 64 * 1024;

    private readonly ReadOnlySequence<byte> _memory;
    private readonly Stream? _stream;
    private readonly long _start;

    public ArchivedBody(ReadOnlySequence<byte> memory)
    {
        _memory = memory;
        Length = memory.Length;
    }

    /// <param name="stream">Seekable, and read more than once. The body begins at its position. It stays open.</param>
    /// <param name="length">Bytes of the body.</param>
    public ArchivedBody(Stream stream, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (!stream.CanSeek)
        {
            throw new ArgumentException("The stream of a body is read twice, and so must be seekable.", nameof(stream));
        }

        _stream = stream;
        _start = stream.Position;
        Length = length;
    }

    public static ArchivedBody Empty { get; } = new(ReadOnlySequence<byte>.Empty);

    public long Length { get; }

    /// <summary>Passes the whole body on, piece by piece, from its beginning.</summary>
    internal async ValueTask ReadAllAsync(
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> take, CancellationToken cancellationToken)
    {
        if (_stream is null)
        {
            foreach (var piece in _memory)
            {
                await take(piece, cancellationToken);
            }

            return;
        }

        _stream.Position = _start;
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBytes);
        try
        {
            for (var left = Length; left > 0;)
            {
                var room = buffer.AsMemory(0, (int)Math.Min(left, CopyBytes));
                var read = await _stream.ReadAsync(room, cancellationToken);
                if (read == 0)
                {
                    throw new EndOfStreamException("The body is shorter than its stated length.");
                }

                await take(room[..read], cancellationToken);
                left -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
