using System.Net;
using System.Text;
using System.Text.Json;

using Crawler.Gateway.Access;
using Crawler.IntegrationTests.Crawls;
using Crawler.Persistence;
using Crawler.TestKit.Databases;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Sentry;
using Crawler.TestKit.Telemetry;
using Crawler.TestKit.Waiting;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Gateway.Access;

/// <summary>What a key is, is nowhere but in the answer that makes it and with who was given it.</summary>
[Collection(HostCollection.Name)]
public sealed class SecrecyTests
{
    /// <summary>Of the key's secret; what stands before is its id, which is shown.</summary>
    private const int SecretStart = 17;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Key_IsNeverInTheDatabase(DatabaseProvider provider)
    {
        var bootstrap = KeyText.Create().Text;
        await using var harness = await EmbeddedHarness.ServeOnAsync(provider, $"Access:BootstrapKey={bootstrap}");
        var created = await UseAsync(harness, bootstrap);

        using var connection = harness.OpenDatabase();
        var dump = string.Join('\n', Tables(connection is SqliteConnection).SelectMany(Dump));

        dump.ShouldContain("bootstrap");
        dump.ShouldContain(created[8..16]);
        ShouldHoldNone(dump, bootstrap, created);

        IEnumerable<string> Tables(bool isFile) => connection.QueryAll(isFile
                ? "SELECT name FROM sqlite_master WHERE type = 'table'"
                : "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'")
            .Select(row => (string)row[0]);

        IEnumerable<string> Dump(string table) => connection.QueryAll($"SELECT * FROM \"{table}\"")
            .Select(row => string.Join('|', row.Select(Written)));
    }

    [Fact]
    public async Task Key_IsNeverInLogsTracesMetricsAndReports()
    {
        var bootstrap = KeyText.Create().Text;
        await using var sentry = await SentryServer.StartAsync();
        await using var collector = await OtlpReceiver.StartAsync();
        collector.KeepsPayloads = true;
        await using var harness = await EmbeddedHarness.ServeAsync(
            builder => builder.AddHttp(_ => { }, Fail),
            [
                .. collector.Settings, $"SENTRY_DSN={sentry.Dsn}", $"Access:BootstrapKey={bootstrap}",
                "Logging:LogLevel:Default=Trace", "Logging:LogLevel:Microsoft=Trace",
            ]);

        var created = await UseAsync(harness, bootstrap);
        using var admin = new ApiClient(harness.Address, created);
        using var failed = await admin.GetAsync("/v1/fails");

        failed.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        await Eventually.HoldsAsync(
            () => sentry.Events.Any(one => one.ToString().Contains("It failed", StringComparison.Ordinal)));
        await Eventually.HoldsAsync(() => collector.Spans.Any(span => span.Name == "POST /v1/keys")
            && collector.Logs.Any(log => log.Body.Contains("/v1/fails", StringComparison.Ordinal)));
        var telemetry = string.Join('\n', collector.Payloads.Select(Encoding.UTF8.GetString));
        telemetry.ShouldContain("/v1/keys");
        collector.Logs.ShouldNotContain(
            log => log.Category.StartsWith("Crawler.Gateway.Access", StringComparison.Ordinal),
            "A stranger's requests write no log.");
        ShouldHoldNone(telemetry, bootstrap, created);
        ShouldHoldNone(string.Join('\n', sentry.Bodies), bootstrap, created);
        ShouldHoldNone(harness.Log.ToString(), bootstrap, created);
    }

    private static void Fail(IEndpointRouteBuilder endpoints) => endpoints.MapGet(
        "/v1/fails", string () => throw new InvalidOperationException("It failed.")).IsPublic();

    /// <summary>Makes a key with another, uses both in every way, right and wrong, and returns it.</summary>
    private static async Task<string> UseAsync(EmbeddedHarness harness, string bootstrap)
    {
        using var admin = new ApiClient(harness.Address, bootstrap);
        using var response = await admin.PostAsync("/v1/keys", """{"name":"secrecy","scope":"admin"}""");
        var created = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("key").GetString()!;
        using var user = new ApiClient(harness.Address, created);
        (await user.GetAsync("/v1/keys")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await user.GetAsync("/v1/crawls?limit=x")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await user.PostAsync("/v1/crawls", "{")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var mistyped = new ApiClient(harness.Address, created + "0");
        (await mistyped.GetAsync("/v1/keys")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        return created;
    }

    private static void ShouldHoldNone(string text, params string[] keys)
    {
        foreach (var key in keys)
        {
            text.Contains(key[SecretStart..^8], StringComparison.OrdinalIgnoreCase).ShouldBeFalse($"{key} was found");
        }
    }

    private static string Written(object value) =>
        value is byte[] bytes ? Encoding.Latin1.GetString(bytes) + Convert.ToHexStringLower(bytes) : $"{value}";
}
