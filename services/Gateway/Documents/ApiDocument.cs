using System.Text.Json.Nodes;

using Crawler.Gateway.Access;
using Crawler.Gateway.Rows;

using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Crawler.Gateway.Documents;

/// <summary>The OpenAPI document of the API, which is the same from whatever process it is asked.</summary>
internal static class ApiDocument
{
    private const string KeyScheme = "key";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) =>
        services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer(Name);
        options.AddOperationTransformer(NameScope);
        options.AddOperationTransformer(NameRows);
        options.AddSchemaTransformer(DescribeConverted);
    });

    /// <summary>The title would otherwise be the name of the process.</summary>
    private static Task Name(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "Crawler";
        document.Info.Version = "v1";
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[KeyScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An access key. An installation that never had one is open to its own machine.",
        };
        return Task.CompletedTask;
    }

    /// <summary>
    /// Names the scope that an operation needs, as OpenAPI 3.1 lets schemes other than OAuth have roles.
    /// </summary>
    private static Task NameScope(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ScopeMetadata>().LastOrDefault() is { } needed)
        {
            var scheme = new OpenApiSecuritySchemeReference(KeyScheme, context.Document);
            operation.Security = [new() { [scheme] = [needed.Scope.ToString().ToLowerInvariant()] }];
        }

        return Task.CompletedTask;
    }

    /// <summary>A line of a stream is one row, where the JSON answer is a list of them.</summary>
    private static Task NameRows(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RowMetadata>().FirstOrDefault() is { } rows
            && operation.Responses?["200"].Content is { } answers)
        {
            answers[RowFormats.NdJson].Schema = new OpenApiSchemaReference(rows.Row.Name, context.Document);
            answers[RowFormats.Csv].Schema = new OpenApiSchema { Type = JsonSchemaType.String };
        }

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
        else if (type == typeof(ProblemDetails))
        {
            schema.Properties ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
            schema.Properties["code"] = Described(JsonSchemaType.String, "What is wrong, in a word that stays.");
            schema.Properties["retryable"] = Described(
                JsonSchemaType.Boolean, "Whether the same request may be answered otherwise later.");
            schema.Properties["field"] = Described(
                JsonSchemaType.String, "What of the request is wrong, where one thing is.");
            schema.Required = new HashSet<string>(["status", "detail", "code", "retryable"], StringComparer.Ordinal);
        }
        else if (type == typeof(TimeSpan))
        {
            schema.Type = underlying is null ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Examples = ["500ms", "1.5s", "10m", "2h", "7d"];
        }

        return Task.CompletedTask;
    }

    private static OpenApiSchema Described(JsonSchemaType type, string description) =>
        new() { Type = type, Description = description };
}
