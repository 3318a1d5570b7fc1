using System.Text.Json;

namespace Crawler.TestKit.Sentry;

/// <summary>Checks JSON against a schema of draft 7, as far as Sentry's event schema uses it.</summary>
public sealed class JsonSchema(JsonElement root)
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "$schema", "$ref", "title", "description", "default", "definitions", "format", "type", "enum", "anyOf", "allOf",
        "properties", "required", "additionalProperties", "items", "minimum", "minItems", "maxItems", "examples",
        "deprecated", "example",
    };

    /// <summary>What is wrong, each with its path; empty where nothing is.</summary>
    public IReadOnlyList<string> Check(JsonElement value) => Check(value, root, "$");

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new NotSupportedException($"There is no type {type}."),
    };

    private List<string> Check(JsonElement value, JsonElement schema, string path)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return schema.GetBoolean() ? [] : [$"{path} is not allowed"];
        }

        var problems = new List<string>();
        foreach (var rule in schema.EnumerateObject())
        {
            if (!Known.Contains(rule.Name))
            {
                throw new NotSupportedException($"The schema uses {rule.Name}, which is not checked here.");
            }

            problems.AddRange(Check(value, rule.Name, rule.Value, path));
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            problems.AddRange(CheckMembers(value, schema, path));
        }

        return problems;
    }

    private IEnumerable<string> Check(JsonElement value, string rule, JsonElement argument, string path)
    {
        switch (rule)
        {
            case "$ref":
                var name = argument.GetString()!["#/definitions/".Length..];
                return Check(value, root.GetProperty("definitions").GetProperty(name), path);
            case "anyOf":
                var ways = argument.EnumerateArray().Select(way => Check(value, way, path)).ToList();
                return ways.Exists(way => way.Count == 0) ? [] : ways.MinBy(way => way.Count)!;
            case "allOf":
                return argument.EnumerateArray().SelectMany(part => Check(value, part, path));
            case "type":
                var types = argument.ValueKind == JsonValueKind.Array
                    ? argument.EnumerateArray().Select(type => type.GetString()!)
                    : [argument.GetString()!];
                return types.Any(type => IsOfType(value, type)) ? [] : [$"{path} is not {argument}"];
            case "enum":
                return argument.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value))
                    ? []
                    : [$"{path} is none of {argument}"];
            case "minimum":
                return value.ValueKind == JsonValueKind.Number && value.GetDouble() < argument.GetDouble()
                    ? [$"{path} is below {argument}"]
                    : [];
            case "items" when value.ValueKind == JsonValueKind.Array && argument.ValueKind == JsonValueKind.Array:
                return value.EnumerateArray().Zip(argument.EnumerateArray(), (item, part) => (item, part))
                    .SelectMany((pair, i) => Check(pair.item, pair.part, $"{path}[{i}]"));
            case "items" when value.ValueKind == JsonValueKind.Array:
                return value.EnumerateArray().SelectMany((item, i) => Check(item, argument, $"{path}[{i}]"));
            case "minItems" when value.ValueKind == JsonValueKind.Array:
                return value.GetArrayLength() < argument.GetInt32() ? [$"{path} has too few items"] : [];
            case "maxItems" when value.ValueKind == JsonValueKind.Array:
                return value.GetArrayLength() > argument.GetInt32() ? [$"{path} has too many items"] : [];
            default:
                return [];
        }
    }

    private List<string> CheckMembers(JsonElement value, JsonElement schema, string path)
    {
        var problems = new List<string>();
        if (schema.TryGetProperty("required", out var required))
        {
            problems.AddRange(required.EnumerateArray()
                .Where(name => !value.TryGetProperty(name.GetString()!, out _))
                .Select(name => $"{path}.{name} is missing"));
        }

        foreach (var member in value.EnumerateObject())
        {
            var memberPath = $"{path}.{member.Name}";
            if (schema.TryGetProperty("properties", out var properties)
                && properties.TryGetProperty(member.Name, out var rule))
            {
                problems.AddRange(Check(member.Value, rule, memberPath));
            }
            else if (schema.TryGetProperty("additionalProperties", out var others))
            {
                problems.AddRange(Check(member.Value, others, memberPath));
            }
        }

        return problems;
    }
}
