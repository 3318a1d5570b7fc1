using System.Buffers;
using System.Text;
using Crawler.Archive.Gzip;

namespace Crawler.Archive.Warc;

/// <summary>The uncompressed content of a file behind a buffer, with the place of every byte.</summary>
internal sealed class WarcInput(Stream file) : IAsyncDisposable
{
    private const int BufferBytes = WarcReader.MaxHeaderBytes;

    private byte[]? _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private Stream? _content;
    private GzipMembersStream? _members;
    private int _start;
    private int _end;

    public long Position { get; private set; }

    /// <summary>What <see cref="Broken"/> was told last.</summary>
    public long? BrokenAt { get; private set; }

    public long Members => _members?.Members ?? 0;

    public ReadOnlyMemory<byte> Buffered => _buffer.AsMemory(_start, _end - _start);

    /// <summary>Reads until so many bytes are buffered, or the end is reached.</summary>
    public async ValueTask EnsureAsync(int count, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_buffer is null, this);
        _content ??= await OpenAsync(cancellationToken);

        while (_end - _start < count)
        {
            if (_start > 0)
            {
                Buffered.CopyTo(_buffer);
                _end -= _start;
                _start = 0;
            }

            var read = await _content.ReadAsync(_buffer.AsMemory(_end, BufferBytes - _end), cancellationToken);
            if (read == 0)
            {
                return;
            }

            _end += read;
        }
    }

    /// <summary>The exception for content that is no record.</summary>
    public InvalidDataException Broken(long offset, string detail)
    {
        BrokenAt = offset;

        return new InvalidDataException($"At byte {offset}: {detail}.");
    }

    public void Advance(int count)
    {
        _start += count;
        Position += count;
    }

    /// <returns>
    /// Where in the file the gzip member is that begins at this place of the content; null where none does.
    /// </returns>
    public long? MemberAt(long position)
    {
        while (_members?.Starts.TryPeek(out var passed) == true && passed.Content < position)
        {
            _members.Starts.Dequeue();
        }

        return _members?.Starts.TryPeek(out var start) == true && start.Content == position ? start.File : null;
    }

    public async ValueTask<string> ReadLineAsync(int maxBytes, CancellationToken cancellationToken)
    {
        for (var wanted = 1; ; wanted = Buffered.Length + 1)
        {
            await EnsureAsync(wanted, cancellationToken);
            var end = Buffered.Span.IndexOf((byte)'\n');

            if (end >= 0)
            {
                var line = Encoding.UTF8.GetString(Buffered.Span[..end]);
                Advance(end + 1);

                return line.EndsWith('\r') ? line[..^1] : line;
            }

            if (Buffered.Length >= maxBytes || Buffered.Length < wanted)
            {
                throw Broken(Position, "the line does not end");
            }
        }
    }

    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (Buffered.IsEmpty)
        {
            await EnsureAsync(1, cancellationToken);
        }

        var count = Math.Min(destination.Length, Buffered.Length);
        Buffered[..count].CopyTo(destination);
        Advance(count);

        return count;
    }

    public async ValueTask DisposeAsync()
    {
        if (_members is not null)
        {
            await _members.DisposeAsync();
        }

        await file.DisposeAsync();

        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }
    }

    private async ValueTask<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        var magic = new byte[2];
        var read = await file.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, cancellationToken);
        file.Position -= read;
        _members = read == 2 && magic is [0x1F, 0x8B] ? new GzipMembersStream(file) : null;

        return _members is null ? file : _members;
    }
}
