using System.Globalization;

namespace Crawler.Archive.Warc;

/// <summary>Reads the records of a WARC file one after the other, compressed or not.</summary>
public sealed class WarcReader : IAsyncDisposable
{
    /// <summary>Bytes of a record's header; a longer one is refused.</summary>
    public const int MaxHeaderBytes = 64 * 1024;

    private readonly WarcInput _input;
    private WarcBlock? _block;

    /// <param name="file">Readable and seekable, from its position. Disposed with the reader.</param>
    public WarcReader(Stream file) => _input = new WarcInput(file);

    /// <summary>Gzip members begun so far; zero in a plain file.</summary>
    public long Members => _input.Members;

    /// <summary>
    /// Where reading found a broken record, in bytes of the uncompressed content. Null where it did not.
    /// </summary>
    internal long? BrokenAt => _input.BrokenAt;

    /// <returns>The next record; null at the end.</returns>
    /// <exception cref="InvalidDataException">The file is broken here, and is not read any further.</exception>
    public async ValueTask<WarcRecord?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!await FinishRecordAsync(cancellationToken))
        {
            throw _input.Broken(_input.Position, "two line ends do not precede this place");
        }

        return await ReadHeaderAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _input.DisposeAsync();

    /// <summary>Passes over the rest of the current record.</summary>
    /// <returns>Whether it was whole, and ended as it must (WARC 1.1, section 4: two line ends).</returns>
    internal async ValueTask<bool> FinishRecordAsync(CancellationToken cancellationToken)
    {
        if (_block is not { } block)
        {
            return true;
        }

        _block = null;
        await block.SkipAsync(cancellationToken);
        await _input.EnsureAsync(4, cancellationToken);
        var end = _input.Buffered;
        var isWhole = end.Length >= 4 && end.Span[..4].SequenceEqual("\r\n\r\n"u8);
        _input.Advance(Math.Min(4, end.Length));

        return isWhole;
    }

    internal async ValueTask<WarcRecord?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        await _input.EnsureAsync(1, cancellationToken);
        if (_input.Buffered.IsEmpty)
        {
            return null;
        }

        var offset = _input.Position;
        var member = _input.MemberAt(offset);
        var version = await ReadVersionAsync(cancellationToken);
        var fields = await ReadFieldsAsync(offset, cancellationToken);
        var length = ContentLength(fields)
            ?? throw _input.Broken(offset, "there is no valid Content-Length");
        _block = new WarcBlock(_input, length);

        return new WarcRecord(version, fields)
        {
            Offset = offset,
            MemberOffset = member,
            ContentLength = length,
            Block = _block,
        };
    }

    /// <summary>Reads what is left, whatever it is, so that <see cref="Members"/> counts the whole file.</summary>
    internal async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        do
        {
            _input.Advance(_input.Buffered.Length);
            await _input.EnsureAsync(1, cancellationToken);
        }
        while (!_input.Buffered.IsEmpty);
    }

    private static long? ContentLength(IEnumerable<HttpField> fields)
    {
        var stated = fields.FirstOrDefault(
            field => field.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase));
        var isLength = long.TryParse(stated.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var length);

        return isLength ? length : null;
    }

    private async ValueTask<string> ReadVersionAsync(CancellationToken cancellationToken)
    {
        const string prefix = "WARC/";
        var offset = _input.Position;
        await _input.EnsureAsync(prefix.Length, cancellationToken);

        if (!_input.Buffered.Span.StartsWith("WARC/"u8))
        {
            throw _input.Broken(offset, "no record begins here: there is no version line");
        }

        return (await _input.ReadLineAsync(MaxHeaderBytes, cancellationToken))[prefix.Length..];
    }

    private async ValueTask<List<HttpField>> ReadFieldsAsync(long offset, CancellationToken cancellationToken)
    {
        var fields = new List<HttpField>();

        while (await _input.ReadLineAsync(MaxHeaderBytes, cancellationToken) is { Length: > 0 } line)
        {
            if (_input.Position - offset > MaxHeaderBytes)
            {
                throw _input.Broken(offset, "the header is too long");
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line[0] is ' ' or '\t' && fields.Count > 0)
            {
                fields[^1] = fields[^1] with { Value = $"{fields[^1].Value} {line.Trim()}" };
            }
            else if (colon > 0)
            {
                fields.Add(new HttpField(line[..colon], line[(colon + 1)..].Trim()));
            }
            else
            {
                throw _input.Broken(offset, "the header has a line without a name");
            }
        }

        return fields;
    }
}
