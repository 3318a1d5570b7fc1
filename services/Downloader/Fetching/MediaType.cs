namespace Crawler.Downloader.Fetching;

/// <summary>The media type of a Content-Type field (RFC 9110 section 8.3.1), without its parameters.</summary>
internal static class MediaType
{
    private const int MaxLength = 128;

    /// <summary>Type and subtype in lower case; null where the field names none.</summary>
    public static string? Of(string? contentType)
    {
        if (contentType is null)
        {
            return null;
        }

        var end = contentType.AsSpan().IndexOfAny(';', ',');
        var name = (end < 0 ? contentType : contentType.AsSpan(0, end)).Trim();
        if (name.IsEmpty || name.Length > MaxLength || !name.Contains('/') || name.ContainsAnyExceptInRange('!', '~'))
        {
            return null;
        }

        if (name is "text/html")
        {
            return "text/html";
        }

        // Three names that say nothing (MIME Sniffing Standard, section 5.1).
        var type = name.ToString().ToLowerInvariant();
        return type is "unknown/unknown" or "application/unknown" or "*/*" ? null : type;
    }

    public static bool IsHtml(string? mediaType) => mediaType is "text/html" or "application/xhtml+xml";
}
