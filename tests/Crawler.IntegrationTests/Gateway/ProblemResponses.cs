using System.Net;
using System.Text.Json;

using Shouldly;

namespace Crawler.IntegrationTests.Gateway;

/// <summary>What a refusal of the API must say (RFC 9457).</summary>
internal static class ProblemResponses
{
    public static async Task ShouldBeProblemAsync(
        this HttpResponseMessage response, HttpStatusCode status, string code, string? field = null)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(text).RootElement;
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("code").GetString().ShouldBe(code, text);
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("retryable").GetBoolean().ShouldBe((int)status is 408 or 429 or >= 500);
        (problem.TryGetProperty("field", out var named) ? named.GetString() : null).ShouldBe(field, text);
        text.ShouldNotContain("Exception");
        text.ShouldNotContain("   at ");
    }
}
