using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

using Crawler.IntegrationTests.Crawls;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Waiting;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Gateway.Access;

/// <summary>How much a caller may take.</summary>
[Collection(HostCollection.Name)]
public sealed class LimitsTests
{
    [Fact]
    public async Task CallerOverItsRate_IsToldWhenToComeAgain_AndOthersAreNotHeldUp()
    {
        await using var harness = await EmbeddedHarness.ServeAsync(
            "Access:RequestsPerSecond=1", "Access:RequestBurst=3", $"Access:BootstrapKey={Key}");
        using var admin = new ApiClient(harness.Address, Key);
        using var stranger = new ApiClient(harness.Address);

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            using var response = await stranger.GetAsync("/v1/crawls");
            statuses.Add(response.StatusCode);
        }

        using var refused = await stranger.GetAsync("/openapi/v1.json");
        using var allowed = await admin.GetAsync("/v1/crawls");

        statuses.Take(3).ShouldAllBe(status => status == HttpStatusCode.Unauthorized);
        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too-many-requests");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        allowed.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task CallerWithTooManyRequestsUnderWay_IsRefusedUntilOneEnds()
    {
        await using var harness = await EmbeddedHarness.ServeAsync("Access:ConcurrentRequests=1");
        using var api = new ApiClient(harness.Address);
        var slow = await FillWithSlowBodiesAsync(harness, Key, api, 1);

        using (var refused = await api.GetAsync("/v1/crawls"))
        {
            await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too-many-at-a-time");
            refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        }

        slow.ForEach(connection => connection.Dispose());
        await Eventually.HoldsAsync(async () => await StatusAsync(api) == HttpStatusCode.OK);
    }

    [Fact]
    public async Task SlowBodies_LeaveOthersAlone_AndAreGivenUp()
    {
        const int many = 100;
        await using var harness = await EmbeddedHarness.ServeAsync(
            $"Access:BootstrapKey={Key}", $"Access:ConcurrentRequests={many}");
        using var admin = new ApiClient(harness.Address, Key);
        using var created = await admin.PostAsync("/v1/keys", """{"name":"slow","scope":"write"}""");
        var slowKey = JsonDocument.Parse(await created.Content.ReadAsStringAsync()).RootElement.GetProperty("key").GetString()!;
        using var slowUser = new ApiClient(harness.Address, slowKey);
        var slow = await FillWithSlowBodiesAsync(harness, slowKey, slowUser, many);

        var startedAt = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 20; i++)
        {
            (await StatusAsync(admin)).ShouldBe(HttpStatusCode.OK);
        }

        TimeProvider.System.GetElapsedTime(startedAt).ShouldBeLessThan(TimeSpan.FromSeconds(4));
        var answers = await Task.WhenAll(slow.Select(connection => new StreamReader(connection.GetStream()).ReadLineAsync()));
        answers.Count(answer => answer == "HTTP/1.1 408 Request Timeout").ShouldBe(many);
        answers.Distinct().Count().ShouldBeLessThanOrEqualTo(2, "Those that found no room were refused at once.");
        slow.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task BodyThatIsTooDeep_IsRefusedWithFieldAndLimit()
    {
        await using var harness = await EmbeddedHarness.ServeAsync();
        using var api = new ApiClient(harness.Address);
        var nested = new string('[', 40) + new string(']', 40);
        var body = $$$"""{"seeds":["http://a.example/"],"scope":{"more":{{{nested}}}}}""";

        using var response = await api.PostAsync("/v1/crawls", body);

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "json-too-deep", "scope.more");
        (await response.Content.ReadAsStringAsync()).ShouldContain("32 levels");
    }

    [Fact]
    public async Task ListThatIsTooLong_IsRefusedWithFieldAndLimit()
    {
        await using var harness = await EmbeddedHarness.ServeAsync();
        using var api = new ApiClient(harness.Address);
        var seeds = string.Join(',', Enumerable.Repeat("\"http://a.example/\"", 10_001));

        using var response = await api.PostAsync("/v1/crawls", $$"""{"seeds":[{{seeds}}]}""");

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-spec", "seeds");
        (await response.Content.ReadAsStringAsync()).ShouldContain("10000");
    }

    [Fact]
    public async Task PageOfAnotherSite_ChangesNothing()
    {
        await using var harness = await EmbeddedHarness.ServeAsync();
        using var api = new ApiClient(harness.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/crawls");
        request.Headers.Add("Origin", "https://evil.example");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Content = new StringContent("""{"seeds":["http://a.example/"]}""", Encoding.UTF8, "application/json");

        using var response = await api.SendAsync(request);

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "cross-origin");
        response.Headers.ShouldNotContain(header => header.Key.StartsWith("Access-Control", StringComparison.Ordinal));
        (await api.JsonAsync("/v1/crawls")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    private static string Key { get; } = Crawler.Gateway.Access.KeyText.Create().Text;

    /// <summary>
    /// As many of them as its limit lets under way, and those that were refused meanwhile: whoever looks takes a place, too.
    /// </summary>
    private static async Task<List<TcpClient>> FillWithSlowBodiesAsync(
        EmbeddedHarness harness, string key, ApiClient same, int many)
    {
        List<TcpClient> slow =
            [.. await Task.WhenAll(Enumerable.Range(0, many).Select(_ => BeginSlowBodyAsync(harness, key)))];
        while (await StatusAsync(same) != HttpStatusCode.TooManyRequests)
        {
            slow.Add(await BeginSlowBodyAsync(harness, key));
        }

        return slow;
    }

    /// <summary>A request whose body never comes but for its first character.</summary>
    private static async Task<TcpClient> BeginSlowBodyAsync(EmbeddedHarness harness, string key)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, harness.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/crawls HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n"
            + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"));
        return client;
    }

    private static async Task<HttpStatusCode> StatusAsync(ApiClient api)
    {
        using var response = await api.GetAsync("/v1/crawls");
        return response.StatusCode;
    }
}
