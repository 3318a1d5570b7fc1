namespace Crawler.Downloader.Outlinks;

/// <summary>
/// Whether a body without a declared type is HTML, by how it begins (MIME Sniffing Standard, section 7.1).
/// </summary>
internal static class HtmlSniffing
{
    private static readonly string[] Beginnings =
    [
        "<!doctype html", "<html", "<head", "<script", "<iframe", "<h1", "<div", "<font", "<table", "<a", "<style",
        "<title", "<b", "<body", "<br", "<p",
    ];

    public static bool LooksLikeHtml(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            body = body[3..];
        }

        body = body.TrimStart("\t\n\f\r "u8);
        if (body.StartsWith("<!--"u8))
        {
            return true;
        }

        foreach (var beginning in Beginnings)
        {
            if (body.Length > beginning.Length
                && System.Text.Ascii.EqualsIgnoreCase(body[..beginning.Length], beginning)
                && body[beginning.Length] is (byte)' ' or (byte)'>')
            {
                return true;
            }
        }

        return false;
    }
}
