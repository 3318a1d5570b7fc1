using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Crawler.TestKit.Web;

/// <summary>A small web for tests: real HTTP on loopback addresses, with a record of every request.</summary>
/// <remarks>
/// Each site has an address of its own and all share one port, so that to a crawler they are different hosts. A request
/// is routed by the address that it arrived at; its Host header may say anything. What a site is not told to answer is
/// a 404.
/// </remarks>
public sealed class FakeWeb : IAsyncDisposable
{
    private const int BindAttempts = 64;

    private readonly SitesTransport _transport;
    private readonly WebApplication _server;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly long _startedAt;
    private readonly RequestLog _log = new();
    private readonly ConcurrentDictionary<IPAddress, FakeSite> _sites = new();
    private readonly Lock _gate = new();
    private int _port;

    private FakeWeb(SitesTransport transport, WebApplication server)
    {
        _transport = transport;
        _server = server;
        _startedAt = _time.GetTimestamp();
    }

    public IReadOnlyList<LoggedRequest> Requests => _log.Snapshot();

    /// <summary>How many requests came, also beyond those that the log keeps.</summary>
    public int RequestCount => _log.Count;

    public static async Task<FakeWeb> StartAsync()
    {
        var transport = new SitesTransport();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Configure);
        builder.Services.AddSingleton<IConnectionListenerFactory>(transport);
        var server = builder.Build();
        var web = new FakeWeb(transport, server);
        server.Run(web.AnswerAsync);
        await server.StartAsync();
        return web;

        void Configure(KestrelServerOptions kestrel)
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(transport.EndPoint, listen => listen.Protocols = HttpProtocols.Http1);
        }
    }

    public FakeSite AddSite()
    {
        lock (_gate)
        {
            for (var attempt = 1; ; attempt++)
            {
                var site = new FakeSite(_transport, new IPEndPoint(LoopbackAddresses.Next(), _port));
                try
                {
                    site.Listen();
                }
                catch (SocketException e)
                    when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && attempt < BindAttempts)
                {
                    continue;
                }

                _port = site.EndPoint.Port;
                _sites[site.EndPoint.Address] = site;
                return site;
            }
        }
    }

    /// <summary>The requests of one site, named as in <see cref="FakeSite.Host"/>.</summary>
    public IReadOnlyList<LoggedRequest> RequestsOf(string host) =>
        _sites.Values.Single(site => site.Host == host).Requests;

    /// <summary>Returns when <paramref name="count"/> requests have come to all sites together.</summary>
    public Task WaitForAsync(int count, TimeSpan? within = null) =>
        _log.WaitForAsync(count, within);

    public async ValueTask DisposeAsync()
    {
        foreach (var site in _sites.Values)
        {
            site.RefuseConnections();
        }

        // Requests that a test left hanging must not hold up its end: no grace period.
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var startedAt = _time.GetElapsedTime(_startedAt);
        var site = _sites[context.Connection.LocalIpAddress!];
        var request = site.Record(context, startedAt);
        _log.Add(request);
        try
        {
            await site.AnswerAsync(context, request);
            if (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.CompleteAsync();
            }
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested || e is ConnectionAbortedException)
        {
            // The client went away, or the site's script cut the connection: nobody is left to answer.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            // A mistake in a test's own answer shows in what the client got.
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsync(e.ToString());
            await context.Response.CompleteAsync();
        }
        finally
        {
            var status = context.Response.HasStarted ? context.Response.StatusCode : (int?)null;
            request.End(_time.GetElapsedTime(_startedAt), status);
        }
    }
}
