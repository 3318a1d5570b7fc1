using System.Text.Json.Nodes;

using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Crawler.Gateway.Documents;

/// <summary>The OpenAPI document of the API, which is the same from whatever process it is asked.</summary>
internal static class ApiDocument
{
    public static IServiceCollection AddApiDocument(this IServiceCollection services) =>
        services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer(Name);
        options.AddSchemaTransformer(DescribeConverted);
    });

    /// <summary>The title would otherwise be the name of the process.</summary>
    private static Task Name(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "Crawler";
        document.Info.Version = "v1";
        return Task.CompletedTask;
    }

    /// <summary>
    /// Durations and open lists of names are written by converters, of which the schema's maker knows nothing.
    /// </summary>
    private static Task DescribeConverted(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var underlying = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type);
        var type = underlying ?? context.JsonTypeInfo.Type;
        if (type.IsEnum && schema.Enum is null or [])
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. Enum.GetNames(type).Select(name => JsonValue.Create(name))];
        }
        else if (type == typeof(TimeSpan))
        {
            schema.Type = underlying is null ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Examples = ["500ms", "1.5s", "10m", "2h", "7d"];
        }

        return Task.CompletedTask;
    }
}
