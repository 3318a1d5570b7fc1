using System.Text.Json.Serialization;

using Crawler.Gateway.Crawls;
using Crawler.Gateway.Documents;
using Crawler.Gateway.Problems;
using Crawler.Gateway.Queries;
using Crawler.Persistence;
using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Serialization;
using Crawler.ServiceDefaults.Workers;

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

        // Without it a request that cannot be bound is answered in Development alone by what tells the caller why.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options =>
            CrawlerJson.Apply(options.SerializerOptions).NumberHandling = JsonNumberHandling.Strict);
        services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBodyBytes);
    }

    private static void MapApi(IEndpointRouteBuilder endpoints)
    {
        ((IApplicationBuilder)endpoints).UseExceptionHandler();
        ((IApplicationBuilder)endpoints).UseStatusCodePages();
        endpoints.MapOpenApi("/openapi/{documentName}.json");
        endpoints.MapCrawlsApi();
    }
}
