using System.Globalization;
using System.Text;

using Microsoft.AspNetCore.Http;

namespace Crawler.TestKit.Web;

/// <summary>Answers of well-behaved sites.</summary>
public static class SiteAnswers
{
    private const string Html = "text/html; charset=utf-8";

    /// <summary>An HTML page with links; <paramref name="head"/> is markup for its head.</summary>
    public static FakeSite Page(
        this FakeSite site,
        string target,
        string title = "Page",
        IEnumerable<string>? links = null,
        string text = "",
        string head = "") =>
        site.Respond(target, StatusCodes.Status200OK, HtmlText.Page(title, links, text, head), Html);

    /// <summary>A text in UTF-8, with any status and headers; without a content type where that is null.</summary>
    public static FakeSite Respond(
        this FakeSite site,
        string target,
        int status,
        string body = "",
        string? contentType = "text/plain",
        params (string Name, string Value)[] headers) =>
        site.RespondBytes(target, status, Encoding.UTF8.GetBytes(body), contentType, headers);

    /// <summary>Bytes as they are, with their length declared.</summary>
    public static FakeSite RespondBytes(
        this FakeSite site,
        string target,
        int status,
        byte[] body,
        string? contentType,
        params (string Name, string Value)[] headers) =>
        site.Handle(target, context => WriteAsync(context, status, body, contentType, headers));

    /// <summary>The site's robots.txt.</summary>
    public static FakeSite Robots(this FakeSite site, string text) =>
        site.Respond("/robots.txt", StatusCodes.Status200OK, text);

    /// <summary>
    /// A page in the given charset, which its Content-Type names unless <paramref name="declared"/> is false.
    /// </summary>
    public static FakeSite PageInCharset(
        this FakeSite site,
        string target,
        Encoding charset,
        string title,
        IEnumerable<string>? links = null,
        bool declared = true) =>
        site.RespondBytes(
            target,
            StatusCodes.Status200OK,
            [.. charset.GetPreamble(), .. charset.GetBytes(HtmlText.Page(title, links))],
            declared ? $"text/html; charset={charset.WebName}" : "text/html");

    /// <summary>A page with validators: whoever has this version gets a 304 without a body (RFC 9110, 13).</summary>
    public static FakeSite ConditionalPage(
        this FakeSite site,
        string target,
        string? etag,
        DateTimeOffset? lastModified = null,
        string title = "Page",
        IEnumerable<string>? links = null)
    {
        var body = Encoding.UTF8.GetBytes(HtmlText.Page(title, links));
        return site.Handle(target, async context =>
        {
            var modified = lastModified?.ToString("R", CultureInfo.InvariantCulture);
            (string, string)[] validators =
            [
                .. etag is null ? Array.Empty<(string, string)>() : [("ETag", etag)],
                .. modified is null ? Array.Empty<(string, string)>() : [("Last-Modified", modified)],
            ];
            if (IsCurrent(context.Request.Headers, etag, modified))
            {
                await WriteAsync(context, StatusCodes.Status304NotModified, default, contentType: null, validators);
            }
            else
            {
                await WriteAsync(context, StatusCodes.Status200OK, body, Html, validators);
            }
        });
    }

    internal static async Task WriteAsync(
        HttpContext context,
        int status,
        ReadOnlyMemory<byte> body,
        string? contentType,
        IReadOnlyList<(string Name, string Value)> headers)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers.Append(name, value);
        }

        if (status is StatusCodes.Status304NotModified or StatusCodes.Status204NoContent)
        {
            return;
        }

        context.Response.ContentLength ??= body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    // If-None-Match decides where it is sent, whatever If-Modified-Since says (RFC 9110, 13.2.2).
    private static bool IsCurrent(IHeaderDictionary headers, string? etag, string? modified) =>
        headers.IfNoneMatch.Count > 0
            ? etag is not null && headers.IfNoneMatch.ToString().Split(", ").Contains(etag, StringComparer.Ordinal)
            : modified is not null && headers.IfModifiedSince == modified;
}
