using System.Globalization;
using System.Net;

using Crawler.Archive;
using Crawler.Downloader.Decoding;
using Crawler.WebStandards.Url;

namespace Crawler.Downloader.Fetching;

/// <summary>Composes the request of a fetch.</summary>
internal static class RequestMessage
{
    private const string Accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    // System.Uri would resolve dots and decode escapes again that the URL Standard has left as they are.
    private static readonly UriCreationOptions AsWritten =
        new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Null where the host cannot be a name in DNS.</summary>
    public static HttpRequestMessage? TryCompose(FetchRequest request)
    {
        if (!Uri.TryCreate(request.Url.WithoutFragment().Href, AsWritten, out var uri))
        {
            return null;
        }

        var message = new HttpRequestMessage(HttpMethod.Get, uri)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        message.Headers.Host = HostField(request.Url);
        Add(message, "User-Agent", request.UserAgent);
        Add(message, "Accept", Accept);
        Add(message, "Accept-Encoding", ContentDecoding.Accepted);
        Add(message, "If-None-Match", request.ETag);
        Add(message, "If-Modified-Since", request.LastModified);
        return message;
    }

    public static List<HttpField> FieldsOf(HttpRequestMessage message)
    {
        var fields = new List<HttpField>(6);
        foreach (var (name, values) in message.Headers.NonValidated)
        {
            fields.Add(new(name, values.ToString()));
        }

        return fields;
    }

    private static string HostField(WebUrl url) =>
        url.Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{url.Host}:{port}") : url.Host!;

    /// <summary>
    /// A value that could not stand in one header line is left out: a stored validator is the server's own text.
    /// </summary>
    private static void Add(HttpRequestMessage message, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value) && !value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
