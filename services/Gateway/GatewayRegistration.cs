using System.Text.Json.Serialization;

using Crawler.Gateway.Access;
using Crawler.Gateway.Auditing;
using Crawler.Gateway.Crawls;
using Crawler.Gateway.Documents;
using Crawler.Gateway.Problems;
using Crawler.Gateway.Queries;
using Crawler.Gateway.Rows;
using Crawler.Persistence;
using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Serialization;
using Crawler.ServiceDefaults.Workers;

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Crawler.Gateway;

/// <summary>Adds the HTTP API.</summary>
public static class GatewayRegistration
{
    /// <summary>The longest request body: 10,000 seeds of 800 bytes.</summary>
    public const long MaxBodyBytes = 8 * 1024 * 1024;

    /// <summary>Registers the API's services and routes.</summary>
    public static ICrawlerBuilder AddGateway(this ICrawlerBuilder builder)
    {
        if (!builder.IsFirst(nameof(AddGateway)))
        {
            return builder;
        }

        builder.AddCrawlerPersistence();
        builder.AddHeartbeat("gateway");
        builder.AddCrawlerOptions<AccessOptions, AccessOptionsValidator>(AccessOptions.Section);
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddScoped(provider => new KeyStore(
            provider.GetRequiredService<ICrawlerDatabase>(), provider.GetRequiredService<CrawlerDbContext>(),
            provider.GetRequiredService<KeyRing>()));
        builder.Services.AddScoped<CrawlSubmission>();
        builder.Services.AddScoped<CrawlQueries>();
        builder.Services.AddScoped<PageQueries>();
        return builder.AddHttp(AddApi, MapApi);
    }

    private static void AddApi(IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = ProblemCodes.Complete);
        services.AddExceptionHandler<ProblemExceptionHandler>();
        services.AddApiDocument();
        services.AddScoped<UrlQueries>();
        services.AddScoped<PageFollowing>();
        AddAccess(services);

        // Without it a request that cannot be bound is answered in Development alone by what tells the caller why.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options =>
            CrawlerJson.Apply(options.SerializerOptions).NumberHandling = JsonNumberHandling.Strict);
        services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBodyBytes);
    }

    private static void AddAccess(IServiceCollection services)
    {
        services.AddAuthentication(KeyAuthentication.Scheme)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.Scheme, _ => { });
        services.AddScopePolicies();
        services.AddCallerLimits();
        services.AddSingleton<KeyUses>();
        services.AddScoped<AuditTrail>();
        services.AddSingleton<Refusals>();
        services.AddHostedService<AccessStart>();
        services.AddHostedService<AccessUpkeep>();
    }

    private static void MapApi(IEndpointRouteBuilder endpoints)
    {
        var application = (IApplicationBuilder)endpoints;
        application.UseExceptionHandler();
        application.UseStatusCodePages();
        application.Use(SameOrigin.RequireAsync);
        application.UseAuthentication();

        // Between the two: a request whose key is refused counts towards the limits of its address.
        application.UseRateLimiter();
        application.UseAuthorization();
        endpoints.MapOpenApi("/openapi/{documentName}.json").IsPublic();
        endpoints.MapCrawlsApi();
        endpoints.MapPagesApi();
        endpoints.MapUrlsApi();
        endpoints.MapKeysApi();
        endpoints.MapAuditApi();
    }
}
