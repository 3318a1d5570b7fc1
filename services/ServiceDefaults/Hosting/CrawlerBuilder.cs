using Crawler.ServiceDefaults.Health;
using Crawler.ServiceDefaults.Messaging;
using Crawler.ServiceDefaults.Sentry;
using Crawler.ServiceDefaults.Serialization;
using Crawler.ServiceDefaults.Telemetry;

using MassTransit;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Crawler.ServiceDefaults.Hosting;

/// <summary>Collects the services of one process and builds its host, with a web server or without.</summary>
public sealed class CrawlerBuilder : ICrawlerBuilder
{
    /// <summary>Where a process listens; <c>ASPNETCORE_URLS</c> and <c>--urls</c> say the same.</summary>
    private const string HttpUrls = "Http:Urls";

    /// <summary>
    /// Names of this machine alone, unless settings say otherwise: a page in a browser that rebinds its own name to an
    /// address of ours is refused.
    /// </summary>
    private const string LocalHosts = "localhost;127.0.0.1;[::1]";

    private readonly IHostApplicationBuilder _host;
    private readonly List<Action<IBusRegistrationConfigurator>> _bus = [];
    private readonly List<Action<IEndpointRouteBuilder>> _endpoints = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private CrawlerBuilder(IHostApplicationBuilder host)
    {
        _host = host;
        DurationTypeConverter.Register();
        Services.TryAddSingleton(TimeProvider.System);
        Services.TryAddSingleton<ProcessInstance>();
        Services.AddCrawlerHealth();
    }

    /// <summary>
    /// The builder underneath, for what only a host itself decides: logging, the web server's addresses.
    /// </summary>
    public IHostApplicationBuilder Host => _host;

    /// <inheritdoc />
    public IServiceCollection Services => _host.Services;

    /// <inheritdoc />
    public IConfiguration Configuration => _host.Configuration;

    /// <summary>A process that serves HTTP.</summary>
    public static CrawlerBuilder CreateWeb(string[] arguments)
    {
        var host = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = arguments, ContentRootPath = AppContext.BaseDirectory });
        ((IConfigurationBuilder)host.Configuration).Sources.Insert(
            0, new MemoryConfigurationSource { InitialData = [new("AllowedHosts", LocalHosts)] });
        if (host.Configuration[HttpUrls] is { Length: > 0 } urls)
        {
            host.WebHost.UseUrls(urls);
        }

        return new CrawlerBuilder(host);
    }

    /// <summary>A process without a web server.</summary>
    public static CrawlerBuilder CreateHeadless(string[] arguments) => new(new HostApplicationBuilder(
        new HostApplicationBuilderSettings { Args = arguments, ContentRootPath = AppContext.BaseDirectory }));

    /// <inheritdoc />
    public ICrawlerBuilder AddToBus(Action<IBusRegistrationConfigurator> contribution)
    {
        _bus.Add(contribution);
        return this;
    }

    /// <inheritdoc />
    public ICrawlerBuilder AddHttp(Action<IServiceCollection> services, Action<IEndpointRouteBuilder> endpoints)
    {
        if (_host is WebApplicationBuilder)
        {
            services(Services);
            _endpoints.Add(endpoints);
        }

        return this;
    }

    /// <inheritdoc />
    public bool IsFirst(string name) => _names.Add(name);

    /// <summary>Builds the host: its bus, its services, and the endpoints where it serves HTTP.</summary>
    public IHost Build()
    {
        this.AddCrawlerBus(_bus);
        _host.AddCrawlerTelemetry();
        this.AddCrawlerSentry();
        if (_host is not WebApplicationBuilder web)
        {
            return ((HostApplicationBuilder)_host).Build();
        }

        var application = web.Build();
        if (OtlpSignals.Read(Configuration).Traces)
        {
            application.Use(RequestSpans.TellAsync);
        }

        foreach (var map in _endpoints)
        {
            map(application);
        }

        return application;
    }
}
