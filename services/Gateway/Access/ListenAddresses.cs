using System.Net;

using Microsoft.Extensions.Configuration;

namespace Crawler.Gateway.Access;

/// <summary>Where the settings make the web server listen, in whichever of the ways that it knows.</summary>
internal static class ListenAddresses
{
    /// <summary>The first of them that others than this machine can reach; null where there is none.</summary>
    public static string? FirstBeyondThisMachine(IConfiguration settings)
    {
        var endpoints = settings.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]);
        var urls = Split(settings["urls"]);

        // Ports count where no addresses are given, and are those of all addresses.
        var ports = urls.Count > 0 ? [] : Split(settings["http_ports"]).Concat(Split(settings["https_ports"]));
        return endpoints.OfType<string>().Concat(urls).Concat(ports.Select(port => $"http://*:{port}"))
            .FirstOrDefault(url => !IsLoopback(url));
    }

    private static List<string> Split(string? list) =>
        [.. list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? []];

    private static bool IsLoopback(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        var authority = url[(start < 0 ? 0 : start + 3)..].Split('/')[0];
        var end = authority.StartsWith('[') ? authority.IndexOf(']') + 1 : authority.LastIndexOf(':');
        var host = end <= 0 ? authority : authority[..end];
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
