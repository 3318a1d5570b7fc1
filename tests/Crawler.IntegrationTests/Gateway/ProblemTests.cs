using System.Net;

using Crawler.IntegrationTests.Crawls;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Gateway;

/// <summary>Whatever is wrong with a request is told with a stable code, and the field where there is one.</summary>
[Collection(HostCollection.Name)]
public sealed class ProblemTests(ServedHarness served) : IClassFixture<ServedHarness>
{
    private readonly ApiClient _api = served.Api;

    [Theory]
    [InlineData("""{"seeds":[]}""", "invalid-spec", "seeds")]
    [InlineData("""{"seeds":null}""", "invalid-spec", "seeds")]
    [InlineData("""{"seeds":["example.com"]}""", "invalid-spec", "seeds[0]")]
    [InlineData("""{"seeds":["http://a.example/","ftp://a.example/"]}""", "invalid-spec", "seeds[1]")]
    [InlineData("""{"seeds":["http://a.example/"],"limits":{"pages":0}}""", "invalid-spec", "limits.pages")]
    [InlineData("""{"seeds":["http://a.example/"],"limits":{"depth":-1}}""", "invalid-spec", "limits.depth")]
    [InlineData("""{"seeds":["http://a.example/"],"scope":{"include":["("]}}""", "invalid-spec", "scope.include[0]")]
    [InlineData("""{"seeds":["http://a.example/"],"politeness":{"perHost":65}}""", "invalid-spec", "politeness.perHost")]
    [InlineData("""{"seeds":["http://a.example/"],"scope":null}""", "invalid-spec", "scope")]
    [InlineData("""{"seeds":["http://a.example/"],"politeness":{"delay":"-1s"}}""", "invalid-json", "politeness.delay")]
    [InlineData("""{"seeds":["http://a.example/"],"politeness":{"delay":5}}""", "invalid-json", "politeness.delay")]
    [InlineData("""{"seeds":["http://a.example/"],"scope":{"kind":"galaxy"}}""", "invalid-json", "scope.kind")]
    [InlineData("""{"seeds":["http://a.example/"],"scope":{"kind":1}}""", "invalid-json", "scope.kind")]
    [InlineData("""{"seeds":["http://a.example/"],"limits":{"pages":"many"}}""", "invalid-json", "limits.pages")]
    [InlineData("""{"seeds":["http://a.example/"],"limits":{"pages":5""", "invalid-json", "limits.pages")]
    [InlineData("""{"limits":{"pages":5}}""", "invalid-json", "seeds")]
    [InlineData("""[]""", "invalid-json", null)]
    public async Task BadSpec_IsRefusedWithItsField(string body, string code, string? field)
    {
        using var response = await _api.PostAsync("/v1/crawls", body);

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code, field);
    }

    [Fact]
    public async Task EverythingWrongWithASpec_IsToldAtOnce()
    {
        using var response = await _api.PostAsync("/v1/crawls", """{"seeds":["x","y"],"weight":0}""");

        var text = await response.Content.ReadAsStringAsync();
        text.ShouldContain("\"seeds[0]\"");
        text.ShouldContain("\"seeds[1]\"");
        text.ShouldContain("\"weight\"");
    }

    [Theory]
    [InlineData("/v1/crawls?limit=0", "invalid-parameter", "limit")]
    [InlineData("/v1/crawls?limit=101", "invalid-parameter", "limit")]
    [InlineData("/v1/crawls/{id}/pages?after=-1", "invalid-parameter", "after")]
    [InlineData("/v1/crawls/{id}/pages?limit=1001", "invalid-parameter", "limit")]
    [InlineData("/v1/crawls?limit=ten", "invalid-parameter", "limit")]
    [InlineData("/v1/crawls?after=newest", "invalid-parameter", "after")]
    public async Task BadParameter_IsRefused(string path, string code, string? field)
    {
        using var response = await _api.GetAsync(path.Replace("{id}", Guid.Empty.ToString()));

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code, field);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/pages")]
    [InlineData("POST", "/pause")]
    [InlineData("POST", "/resume")]
    [InlineData("POST", "/cancel")]
    public async Task UnknownCrawl_IsNotFound(string method, string action)
    {
        var path = $"/v1/crawls/{Guid.NewGuid()}{action}";

        using var response = method == "GET" ? await _api.GetAsync(path) : await _api.PostAsync(path);

        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "no-such-crawl");
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("cancel")]
    public async Task CommandToACrawlThatHasEnded_IsAConflict(string command)
    {
        var id = await _api.SubmitAsync(CrawlSpecs.Of(served.Web.AddSite().Page("/").Url()));
        await _api.WaitForAsync(id, crawl => crawl.HasEnded);

        using var response = await _api.PostAsync($"/v1/crawls/{id}/{command}");

        await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "crawl-has-ended");
    }

    [Fact]
    public async Task BodyBeyondTheLimit_IsRefused()
    {
        var body = $$"""{"seeds":["http://a.example/"],"userAgent":"{{new string('x', 9 * 1024 * 1024)}}"}""";

        using var response = await _api.PostAsync("/v1/crawls", body);

        await response.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    [Fact]
    public async Task KeyBeyondTheLimit_IsRefused()
    {
        using var response = await _api.PostAsync("/v1/crawls", """{"seeds":["http://a.example/"]}""", new string('k', 256));

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-parameter", "Idempotency-Key");
    }

    [Fact]
    public async Task WhatTheServerRefusesByItself_IsAProblemToo()
    {
        using var path = await _api.GetAsync("/v1/nothing");
        using var method = await _api.PostAsync($"/v1/crawls/{Guid.Empty}");
        using var type = await _api.PostAsync("/v1/crawls", "{}", mediaType: "text/plain");
        using var nothing = await _api.PostAsync("/v1/crawls");

        await path.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        await method.ShouldBeProblemAsync(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        await type.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        await nothing.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "bad-request");
    }
}
