namespace Crawler.Downloader.Decoding;

/// <summary>
/// Undoes the content codings of a response (RFC 9110 section 8.4), outermost last applied first, within limits.
/// </summary>
/// <remarks>
/// Each coding is a stream over the next, so that a body is decoded in constant memory and a bomb is noticed at the
/// limit instead of behind it. A body that ends too early throws <see cref="InvalidDataException"/>: the codecs of the
/// platform would end it silently. Bytes behind a complete body are ignored, as browsers do.
/// </remarks>
internal static class ContentDecoding
{
    /// <summary>The codings that are undone, as an Accept-Encoding field.</summary>
    public const string Accepted = "gzip, deflate, br";

    /// <summary>
    /// Opens the decoded body. False where a coding is not known: then the body stays what was sent, and means nothing.
    /// Throws <see cref="BodyTooLargeException"/> for too many layers.
    /// </summary>
    public static bool TryOpen(
        Stream sent, long sentBytes, IEnumerable<string> contentEncodings, DecodingLimits limits, out Stream decoded)
    {
        decoded = sent;
        var codings = Split(contentEncodings);
        if (codings.Count > limits.MaxLayers)
        {
            throw new BodyTooLargeException("The body has too many content codings.");
        }

        // An empty body carries no coding, whatever its header says.
        if (sentBytes == 0)
        {
            return true;
        }

        var longest = limits.LongestFor(sentBytes);
        for (var i = codings.Count - 1; i >= 0; i--)
        {
            if (Layer(decoded, codings[i]) is not { } layer)
            {
                decoded.Dispose();
                decoded = Stream.Null;
                return false;
            }

            decoded = new BoundedStream(layer, longest);
        }

        return true;
    }

    private static Stream? Layer(Stream inner, string coding) => coding switch
    {
        "gzip" or "x-gzip" => new GzipLayer(inner),
        "deflate" => new DeflateLayer(inner),
        "br" => new BrotliLayer(inner),
        _ => null,
    };

    private static List<string> Split(IEnumerable<string> fields)
    {
        var codings = new List<string>(1);
        foreach (var field in fields)
        {
            foreach (var range in field.AsSpan().Split(','))
            {
                var coding = field.AsSpan(range).Trim();
                if (!coding.IsEmpty && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
                {
                    codings.Add(coding.ToString().ToLowerInvariant());
                }
            }
        }

        return codings;
    }
}
