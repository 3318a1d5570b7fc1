using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

using Crawler.IntegrationTests.Crawls;
using Crawler.TestKit;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Gateway;

[Collection(HostCollection.Name)]
public sealed class ServedDocumentsTests(ServedHarness served) : IClassFixture<ServedHarness>
{
    private static readonly JsonSerializerOptions Written =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task RunningHost_IsHealthy(string path)
    {
        using var response = await served.Api.GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldBe("Healthy");
    }

    /// <summary>
    /// A page may rebind its own name to this machine's address; a probe names a pod by its address.
    /// </summary>
    [Theory]
    [InlineData("localhost", "/v1/crawls", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:8080", "/v1/crawls", HttpStatusCode.OK)]
    [InlineData("[::1]", "/v1/crawls", HttpStatusCode.OK)]
    [InlineData("rebinding.example", "/v1/crawls", HttpStatusCode.BadRequest)]
    [InlineData("10.1.2.3:8080", "/v1/crawls", HttpStatusCode.BadRequest)]
    [InlineData("10.1.2.3:8080", "/health/live", HttpStatusCode.OK)]
    [InlineData("10.1.2.3:8080", "/health/ready", HttpStatusCode.OK)]
    public async Task Request_IsForThisMachineByName(string host, string path, HttpStatusCode expected)
    {
        using var http = new HttpClient { BaseAddress = served.Harness.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;

        using var response = await http.SendAsync(request);

        response.StatusCode.ShouldBe(expected);
    }

    /// <summary>
    /// Strangers generate clients from the document that is checked in. A change of what it says to them is a change of
    /// the contract: within a version only what is optional may be added.
    /// </summary>
    [Fact]
    public async Task OpenApiDocument_IsTheOneThatIsCheckedIn()
    {
        using var response = await served.Api.GetAsync("/openapi/v1.json");
        var document = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();

        // Where this one happens to listen.
        document.Remove("servers");
        var received = document.ToJsonString(Written).ReplaceLineEndings("\n") + "\n";
        var approvedFile = RepositoryRoot.File("contracts", "openapi", "gateway-v1.json");
        var receivedFile = RepositoryRoot.File("contracts", "openapi", "gateway-v1.received.json");
        if (File.Exists(approvedFile) && await File.ReadAllTextAsync(approvedFile) == received)
        {
            File.Delete(receivedFile);
            return;
        }

        await File.WriteAllTextAsync(receivedFile, received);
        Assert.Fail(
            $"The API is not what the contract says. If you want that, accept it: mv '{receivedFile}' '{approvedFile}'");
    }
}
