using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Crawler.Gateway.Documents;

/// <summary>The OpenAPI document of the API, which is the same from whatever process it is asked.</summary>
internal static class ApiDocument
{
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer(Name);
        options.AddSchemaTransformer(DescribeDuration);
    });

    /// <summary>The title would otherwise be the name of the process.</summary>
    private static Task Name(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "Crawler";
        document.Info.Version = "v1";
        return Task.CompletedTask;
    }

    /// <summary>Durations are written by a converter, of which the schema's maker knows nothing.</summary>
    private static Task DescribeDuration(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var isOptional = context.JsonTypeInfo.Type == typeof(TimeSpan?);
        if (isOptional || context.JsonTypeInfo.Type == typeof(TimeSpan))
        {
            schema.Type = isOptional ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
            schema.Examples = ["500ms", "1.5s", "10m", "2h", "7d"];
        }

        return Task.CompletedTask;
    }
}
