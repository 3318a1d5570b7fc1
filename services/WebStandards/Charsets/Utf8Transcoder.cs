namespace Crawler.WebStandards.Charsets;

/// <summary>
/// Turns a body in any encoding of the web into UTF-8, block by block, as the Encoding Standard's "decode" does.
/// </summary>
/// <remarks>
/// The encoding is decided first (<see cref="CharsetSniffer"/>). A byte order mark is dropped, errors become U+FFFD,
/// and a character that lies across two blocks is kept between the calls. The output is always valid UTF-8. Not
/// thread-safe.
/// </remarks>
public sealed class Utf8Transcoder
{
    /// <summary>A destination smaller than this makes no progress.</summary>
    public const int MinDestination = CharsetDecoder.MinDestination;

    private WebCharset _charset;
    private CharsetDecoder _decoder;

    public Utf8Transcoder(WebCharset charset)
    {
        ArgumentNullException.ThrowIfNull(charset);
        _charset = charset;
        _decoder = charset.CreateDecoder();
    }

    /// <summary>Makes ready for another body.</summary>
    public void Reset(WebCharset charset)
    {
        ArgumentNullException.ThrowIfNull(charset);
        if (ReferenceEquals(charset, _charset))
        {
            _decoder.Reset();
            return;
        }

        _charset = charset;
        _decoder = charset.CreateDecoder();
    }

    /// <summary>
    /// Transcodes a block. Call again with the rest while not all of the source was consumed; with
    /// <paramref name="isLast"/>, until nothing is written any more.
    /// </summary>
    public void Transcode(
        ReadOnlySpan<byte> source, Span<byte> destination, bool isLast, out int consumed, out int written)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, MinDestination);
        _decoder.Decode(source, destination, isLast, out consumed, out written);
    }

    /// <summary>The whole of a short text, as a string.</summary>
    public static string Decode(WebCharset charset, ReadOnlySpan<byte> bytes)
    {
        var transcoder = new Utf8Transcoder(charset);
        var output = new MemoryStream();
        Span<byte> buffer = stackalloc byte[1024];
        int written;
        do
        {
            transcoder.Transcode(bytes, buffer, isLast: true, out var consumed, out written);
            output.Write(buffer[..written]);
            bytes = bytes[consumed..];
        }
        while (written > 0 || !bytes.IsEmpty);

        return System.Text.Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length);
    }
}
