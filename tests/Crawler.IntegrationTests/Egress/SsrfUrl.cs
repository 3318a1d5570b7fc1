using System.Text.Json;

using Crawler.TestKit.Cases;
using Crawler.WebStandards.Addresses;
using Crawler.WebStandards.Url;

namespace Crawler.IntegrationTests.Egress;

/// <summary>A row of <c>ssrf/url-cases.json</c>.</summary>
/// <param name="Id">The row's id.</param>
/// <param name="Url">As it is written.</param>
/// <param name="Blocked">Null where it is a matter of policy: of the ports, which <see cref="WebPorts"/>
/// decides.</param>
/// <param name="IsInternalName">Whether its host is a name of an internal network.</param>
internal sealed record SsrfUrl(string Id, string Url, bool? Blocked, bool IsInternalName)
{
    public const string File = "ssrf/url-cases.json";

    /// <summary>As a crawl would know it; null where no crawl can.</summary>
    public WebUrl? Parsed { get; } = WebUrl.TryParse(Url, out var url) && url.IsHttp ? url.WithoutFragment() : null;

    /// <summary>An address that only a network of the test's own may be asked for.</summary>
    public bool IsPublicAddress => Blocked is not true && Parsed?.TryGetHostAddress(out _) == true;

    public static IReadOnlyList<SsrfUrl> ReadAll()
    {
        using var cases = CaseFiles.Json("ssrf", "url-cases.json");
        return [.. cases.RootElement.EnumerateArray().Select(Read)];
    }

    /// <summary>Null where the state is right.</summary>
    public string? Difference(IReadOnlyDictionary<string, string> states)
    {
        var state = Parsed is null ? null : states.GetValueOrDefault(Parsed.Href);
        return (Parsed, Blocked, state) switch
        {
            (null, _, _) => states.ContainsKey(Url) ? "is no URL of the web and was taken for one" : null,
            (_, true, "Failed(AddressDenied)") => null,
            ({ Port: { } port }, null, "Failed(AddressDenied)") when !WebPorts.Permits(port) => null,
            (_, not true, not (null or "Failed(AddressDenied)")) => null,
            _ => $"{Parsed.Href} is {state ?? "unknown"}",
        };
    }

    private static SsrfUrl Read(JsonElement row) => new(
        row.GetProperty("id").GetString()!,
        row.GetProperty("url").GetString()!,
        row.GetProperty("blocked") is { ValueKind: JsonValueKind.True or JsonValueKind.False } blocked
            ? blocked.GetBoolean() : null,
        row.GetProperty("kind").GetString()!.StartsWith("name:", StringComparison.Ordinal));
}
