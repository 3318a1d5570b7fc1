namespace Crawler.Downloader.Fetching;

/// <summary>Whether a response's body is read, and how much of it.</summary>
internal readonly record struct BodyPlan(bool IsWanted, long MaxBytes, bool CutsLongBody)
{
    private static readonly BodyPlan Unread = new(IsWanted: false, MaxBytes: 0, CutsLongBody: false);

    /// <summary>
    /// Decides by status and header section, and marks the exchange where a body is refused for them.
    /// </summary>
    public static BodyPlan For(FetchExchange exchange, long? contentLength, DownloaderOptions options)
    {
        var request = exchange.Request;
        if (exchange.Status is not (>= 200 and < 300))
        {
            // 1xx and 304 have no body (RFC 9110 sections 15.2 and 15.4.5); others matter to the archive alone.
            return request.KeepErrorBody && exchange.Status is >= 300 and not 304
                ? new(IsWanted: true, Math.Min(options.MaxErrorBodyBytes, request.MaxBodyBytes), CutsLongBody: true)
                : Unread;
        }

        var mediaType = MediaType.Of(exchange.Headers?.First("Content-Type"));
        if (request.HtmlOnly && mediaType is not null && !MediaType.IsHtml(mediaType))
        {
            exchange.Skip = FetchReasons.ContentType;
            return Unread;
        }

        if (!request.CutLongBody && contentLength > request.MaxBodyBytes)
        {
            exchange.Skip = FetchReasons.TooLarge;
            return Unread;
        }

        return new(IsWanted: true, request.MaxBodyBytes, request.CutLongBody);
    }

    /// <summary>Marks an exchange whose body is longer than planned.</summary>
    public void Overflow(FetchExchange exchange)
    {
        if (CutsLongBody)
        {
            exchange.Cut = BodyCut.Length;
        }
        else
        {
            exchange.Skip = FetchReasons.TooLarge;
        }
    }
}
