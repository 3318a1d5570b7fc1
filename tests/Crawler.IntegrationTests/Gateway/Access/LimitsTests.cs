using System.Net;
using System.Net.Sockets;
using System.Text;

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
        using var slow = new TcpClient();
        await slow.ConnectAsync(IPAddress.Loopback, harness.Address.Port);
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            "POST /v1/crawls HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"));

        await Eventually.HoldsAsync(async () => await StatusAsync(api) == HttpStatusCode.TooManyRequests);
        using (var refused = await api.GetAsync("/v1/crawls"))
        {
            await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too-many-at-a-time");
            refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        }

        slow.Close();
        await Eventually.HoldsAsync(async () => await StatusAsync(api) == HttpStatusCode.OK);
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

    private static async Task<HttpStatusCode> StatusAsync(ApiClient api)
    {
        using var response = await api.GetAsync("/v1/crawls");
        return response.StatusCode;
    }
}
