using System.Net;
using System.Net.Sockets;

using Crawler.TestKit;
using Crawler.TestKit.Processes;

using Shouldly;

using Xunit;

namespace Crawler.EndToEndTests.Telemetry;

/// <summary>Telemetry that nobody asked for costs a start nothing: its assemblies are not even loaded.</summary>
[Collection(ProcessCollection.Name)]
public sealed class LoadedAssembliesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task WithoutEndpoint_NoAssemblyOfOpenTelemetryIsLoaded() =>
        (await LoadedAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", null))).ShouldNotContain("OpenTelemetry.dll");

    [Fact]
    public async Task WithEndpoint_TheyAreLoaded() =>
        (await LoadedAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"))).ShouldContain("OpenTelemetry.dll");

    /// <summary>The files that a served platform has mapped once it listens.</summary>
    private static async Task<string> LoadedAsync(params (string Name, string? Value)[] environment)
    {
        using var folder = new TemporaryFolder();
        await using var process = CrawlerProcess.Start(
            ["serve", "--urls", $"http://127.0.0.1:{FreePort()}", "--data", folder.File("data")], folder.Path, environment);
        await process.WaitForLineAsync(line => line.StartsWith("Listening on ", StringComparison.Ordinal), Patience);
        return await File.ReadAllTextAsync($"/proc/{process.Id}/maps");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
