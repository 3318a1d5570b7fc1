using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

using Crawler.TestKit;

namespace Crawler.UnitTests.Deploy;

/// <summary>The settings that there are, as environment variables name them: <c>Section__Key</c>.</summary>
internal static partial class SettingNames
{
    /// <summary>What is read before there are options, so that no options class has it.</summary>
    private static readonly string[] WithoutOptions = ["Http__Urls"];

    /// <summary>Settings that a text gives and that there are not.</summary>
    public static IEnumerable<string> UnknownIn(string text)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(RepositoryRoot.File("services", "appsettings.json")));
        var known = Of("", file.RootElement).Concat(WithoutOptions).ToHashSet(StringComparer.Ordinal);
        return [.. UsedIn(text).Where(name => !known.Contains(Item().Replace(name, "")))];
    }

    public static IReadOnlyList<string> UsedIn(string text) =>
        [.. Name().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal)];

    /// <summary>The default of a setting.</summary>
    public static string DefaultOf(params string[] path)
    {
        var node = JsonNode.Parse(File.ReadAllText(RepositoryRoot.File("services", "appsettings.json")));
        foreach (var name in path)
        {
            node = node?[name];
        }

        return node?.ToString() ?? throw new ArgumentException($"There is no setting {string.Join(':', path)}.", nameof(path));
    }

    private static IEnumerable<string> Of(string path, JsonElement section) =>
        section.EnumerateObject().SelectMany(setting => setting.Value.ValueKind == JsonValueKind.Object
            ? Of($"{path}{setting.Name}__", setting.Value)
            : [path + setting.Name]);

    [GeneratedRegex("\\b[A-Z][A-Za-z0-9]*(?:__[A-Za-z0-9]+)+\\b", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Name();

    [GeneratedRegex("__[0-9]+$", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Item();
}
