using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crawler.ServiceDefaults.Serialization;

/// <summary>
/// How everything that leaves a process is written as JSON: over HTTP, in messages, in files and in rows.
/// </summary>
public static class CrawlerJson
{
    /// <summary>
    /// camelCase names, enums as strings, durations as people write them, nulls left out, depth at most 32.
    /// </summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Applies the same rules to options that a library has made.</summary>
    public static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.MaxDepth = 32;

        // MassTransit indents by default, which makes an answer with many links half as large again.
        options.WriteIndented = false;
        if (!options.Converters.Any(converter => converter is DurationJsonConverter))
        {
            options.Converters.Add(new DurationJsonConverter());
            options.Converters.Add(new TolerantEnumConverter());
            options.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
        }

        return options;
    }

    private static JsonSerializerOptions Create()
    {
        var options = Apply(new JsonSerializerOptions(JsonSerializerDefaults.Web));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
