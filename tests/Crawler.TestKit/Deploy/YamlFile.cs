using System.Text.Json.Nodes;

using YamlDotNet.RepresentationModel;

namespace Crawler.TestKit.Deploy;

/// <summary>A YAML file of the repository as JSON, to be asked about. Every scalar is a string.</summary>
public static class YamlFile
{
    private const string MergeKey = "<<";

    /// <summary>The documents of a file.</summary>
    public static IReadOnlyList<JsonNode> Read(params string[] parts)
    {
        using var text = File.OpenText(RepositoryRoot.File(parts));
        var yaml = new YamlStream();
        yaml.Load(text);
        return [.. yaml.Documents.Select(document => Convert(document.RootNode))];
    }

    private static JsonNode Convert(YamlNode node) => node switch
    {
        YamlMappingNode mapping => Object(mapping),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Select(Convert)]),
        _ => JsonValue.Create(((YamlScalarNode)node).Value ?? ""),
    };

    /// <summary>A key of the mapping itself wins over one that is merged into it.</summary>
    private static JsonObject Object(YamlMappingNode mapping)
    {
        var result = new JsonObject();
        foreach (var (key, value) in mapping.OrderBy(pair => ((YamlScalarNode)pair.Key).Value == MergeKey ? 0 : 1))
        {
            if (((YamlScalarNode)key).Value is { } name && name != MergeKey)
            {
                result[name] = Convert(value);
                continue;
            }

            foreach (var (merged, node) in Object((YamlMappingNode)value))
            {
                result[merged] = node?.DeepClone();
            }
        }

        return result;
    }
}
