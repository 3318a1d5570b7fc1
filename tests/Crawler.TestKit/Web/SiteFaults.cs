using System.Net.Sockets;
using System.Text;

using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Crawler.TestKit.Web;

/// <summary>Answers of sites that are slow, broken or hostile.</summary>
public static class SiteFaults
{
    private const string Html = "text/html; charset=utf-8";

    /// <summary>Nothing for a while, then a page.</summary>
    public static FakeSite SlowHeaders(this FakeSite site, string target, TimeSpan delay) =>
        site.Handle(target, async context =>
        {
            await Task.Delay(delay, TimeProvider.System, context.RequestAborted);
            await SiteAnswers.WriteAsync(context, StatusCodes.Status200OK, PageBytes(target), Html, []);
        });

    /// <summary>A page of this many bytes, one byte each interval.</summary>
    public static FakeSite Drip(this FakeSite site, string target, int bytes, TimeSpan interval) =>
        site.Handle(target, async context =>
        {
            var page = PageBytes(target);
            context.Response.ContentType = Html;
            context.Response.ContentLength = bytes;
            for (var i = 0; i < bytes; i++)
            {
                var next = new[] { i < page.Length ? page[i] : (byte)' ' };
                await context.Response.Body.WriteAsync(next, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(interval, TimeProvider.System, context.RequestAborted);
            }
        });

    /// <summary>The connection is reset before a byte of the answer.</summary>
    public static FakeSite ResetInHeaders(this FakeSite site, string target) => site.Handle(target, context =>
    {
        Reset(context);
        return Task.CompletedTask;
    });

    /// <summary>Headers and the beginning of the body, then a reset.</summary>
    public static FakeSite ResetInBody(this FakeSite site, string target, int sent = 100, int declared = 100_000) =>
        site.Handle(target, async context =>
        {
            // Past the server: what it has only queued would be dropped by the reset.
            await SendAsync(context, $"{RawHead(declared)}\r\n{new string('x', sent)}");
            Reset(context);
        });

    /// <summary>A body without an end, as fast as the client reads it.</summary>
    public static FakeSite InfiniteBody(this FakeSite site, string target, string contentType = Html) =>
        site.Handle(target, async context =>
        {
            var block = Encoding.ASCII.GetBytes(new string('y', 16 * 1024));
            context.Response.ContentType = contentType;
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
            }
        });

    /// <summary>A body of another length than its Content-Length says; the connection closes after it.</summary>
    public static FakeSite WrongContentLength(this FakeSite site, string target, string body, int declared) =>
        site.Raw(target, $"{RawHead(declared)}Connection: close\r\n\r\n{body}");

    /// <summary>A page whose headers together are at least this long.</summary>
    public static FakeSite HugeHeaders(this FakeSite site, string target, int bytes) =>
        site.Respond(
            target,
            StatusCodes.Status200OK,
            HtmlText.Page("Huge headers"),
            Html,
            [.. Enumerable.Range(0, (bytes / 4000) + 1).Select(i => ($"X-Filler-{i}", new string('h', 4000)))]);

    /// <summary>The given status so many times, then a page.</summary>
    public static FakeSite FailThenPage(
        this FakeSite site,
        string target,
        int times,
        int status = StatusCodes.Status500InternalServerError,
        params string[] links)
    {
        var served = 0;
        var page = Encoding.UTF8.GetBytes(HtmlText.Page("Recovered", links));
        return site.Handle(target, context => Interlocked.Increment(ref served) <= times
            ? SiteAnswers.WriteAsync(context, status, "not now"u8.ToArray(), "text/plain", [])
            : SiteAnswers.WriteAsync(context, StatusCodes.Status200OK, page, Html, []));
    }

    /// <summary>429 with Retry-After (seconds or a date; null without) so many times, then a page.</summary>
    public static FakeSite Throttle(
        this FakeSite site,
        string target,
        string? retryAfter,
        int times = int.MaxValue,
        int status = StatusCodes.Status429TooManyRequests)
    {
        var served = 0;
        (string, string)[] headers = retryAfter is null ? [] : [("Retry-After", retryAfter)];
        return site.Handle(target, context => Interlocked.Increment(ref served) <= times
            ? SiteAnswers.WriteAsync(context, status, "slow down"u8.ToArray(), "text/plain", headers)
            : SiteAnswers.WriteAsync(context, StatusCodes.Status200OK, PageBytes(target), Html, []));
    }

    /// <summary>
    /// Writes these characters (Latin-1) to the connection in place of an answer, past the server, and closes it. At
    /// most 64 KiB, which the client's side buffers: what is still on its way when the server lets go is lost. <see
    /// cref="RawSite"/> takes longer ones.
    /// </summary>
    public static FakeSite Raw(this FakeSite site, string target, string answer)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(answer.Length, 64 * 1024);
        return site.Handle(target, async context =>
        {
            await SendAsync(context, answer);
            SocketOf(context).Shutdown(SocketShutdown.Both);
            context.Abort();
        });
    }

    private static byte[] PageBytes(string target) => Encoding.UTF8.GetBytes(HtmlText.Page("Page " + target));

    private static string RawHead(int declared) =>
        $"HTTP/1.1 200 OK\r\nContent-Type: {Html}\r\nContent-Length: {declared}\r\n";

    private static void Reset(HttpContext context)
    {
        // Closing without lingering drops what is unsent and sends RST instead of FIN.
        SocketOf(context).Close(0);
        context.Abort();
    }

    private static async Task SendAsync(HttpContext context, string latin1)
    {
        ReadOnlyMemory<byte> rest = Encoding.Latin1.GetBytes(latin1);
        while (rest.Length > 0)
        {
            rest = rest[await SocketOf(context).SendAsync(rest, context.RequestAborted)..];
        }
    }

    private static Socket SocketOf(HttpContext context) =>
        context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
}
