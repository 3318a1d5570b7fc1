using System.Globalization;
using System.Net;
using System.Text;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Crawler.Benchmarks.Sites;

/// <summary>A site of any number of small pages on several hosts of loopback, made up while it is asked for.</summary>
/// <remarks>
/// Page <c>n</c> links to its eight children in a tree, so that all pages can be reached from page 0, and to eight others by
/// a fixed rule: two crawls see the same site, and most links lead to a page that is known already.
/// </remarks>
internal sealed class GeneratedSite : IAsyncDisposable
{
    private const int Children = 8;
    private const int CrossLinks = 8;

    private readonly WebApplication _application;
    private readonly int _port;
    private readonly int _hosts;
    private readonly TimeSpan _delay;

    private GeneratedSite(WebApplication application, int pages, int port, int hosts, TimeSpan delay)
    {
        _application = application;
        Pages = pages;
        _port = port;
        _hosts = hosts;
        _delay = delay;
    }

    public int Pages { get; }

    /// <param name="pages">How many pages it has.</param>
    /// <param name="port">The port of its hosts.</param>
    /// <param name="hosts">How many hosts its pages are spread over, at most 250.</param>
    /// <param name="delay">How long each answer is held back.</param>
    public static async Task<GeneratedSite> StartAsync(int pages, int port, int hosts = 16, TimeSpan delay = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            for (var host = 0; host < hosts; host++)
            {
                kestrel.Listen(IPAddress.Parse(AddressOf(host)), port);
            }
        });
        var site = new GeneratedSite(builder.Build(), pages, port, hosts, delay);
        site._application.Run(site.AnswerAsync);
        await site._application.StartAsync();
        return site;
    }

    public string UrlOf(int page) =>
        string.Create(CultureInfo.InvariantCulture, $"http://{AddressOf(page % _hosts)}:{_port}/p/{page}");

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static string AddressOf(int host) => string.Create(CultureInfo.InvariantCulture, $"127.0.2.{host + 1}");

    private async Task AnswerAsync(HttpContext context)
    {
        if (_delay > TimeSpan.Zero)
        {
            await Task.Delay(_delay, TimeProvider.System, context.RequestAborted);
        }

        var path = context.Request.Path.Value ?? "";
        if (!path.StartsWith("/p/", StringComparison.Ordinal)
            || !int.TryParse(path.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            || page >= Pages)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var body = Encoding.UTF8.GetBytes(Html(page));
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private string Html(int page)
    {
        var html = new StringBuilder(2_048);
        html.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html><html lang=en><head><title>Page {page}</title></head><body><ul>\n");
        for (var i = 1; i <= Children; i++)
        {
            var child = ((long)page * Children) + i;
            if (child < Pages)
            {
                Link(html, (int)child);
            }
        }

        for (var i = 1L; i <= CrossLinks; i++)
        {
            Link(html, (int)(((page * 7_919L) + (i * 104_729L)) % Pages));
        }

        return html.Append("</ul></body></html>\n").ToString();
    }

    private void Link(StringBuilder html, int page) =>
        html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"{UrlOf(page)}\">page {page}</a></li>\n");
}
