using Crawler.Gateway.Access;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Gateway.Access;

public sealed class SameOriginTests
{
    [Theory]
    [InlineData("POST", null, null, true)]
    [InlineData("POST", "same-origin", null, true)]
    [InlineData("POST", "none", null, true)]
    [InlineData("POST", "same-origin", "https://crawler.example", true)]
    [InlineData("POST", null, "http://crawler.example:8080", true)]
    [InlineData("POST", null, "https://Crawler.example:8080", true)]
    [InlineData("GET", "cross-site", "https://evil.example", true)]
    [InlineData("HEAD", "cross-site", null, true)]
    [InlineData("POST", "cross-site", null, false)]
    [InlineData("POST", "same-site", null, false)]
    [InlineData("POST", "cross-site", "http://crawler.example:8080", false)]
    [InlineData("POST", null, "https://evil.example", false)]
    [InlineData("POST", null, "http://crawler.example", false)]
    [InlineData("POST", null, "http://crawler.example:8080.evil.example", false)]
    [InlineData("POST", null, "null", false)]
    [InlineData("POST", null, "", false)]
    [InlineData("POST", "", null, false)]
    [InlineData("DELETE", null, "https://evil.example", false)]
    [InlineData("PATCH", "cross-site", null, false)]
    public async Task Request_MayChangeSomething_UnlessAnotherSitesPageSendsIt(
        string method, string? site, string? origin, bool passes)
    {
        var context = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
        };
        context.Request.Method = method;
        context.Request.Host = new HostString("crawler.example:8080");
        Add(context, "Sec-Fetch-Site", site);
        Add(context, "Origin", origin);
        var passed = false;

        await SameOrigin.RequireAsync(context, _ =>
        {
            passed = true;
            return Task.CompletedTask;
        });

        passed.ShouldBe(passes);
        context.Response.StatusCode.ShouldBe(passes ? 200 : 403);
    }

    private static void Add(HttpContext context, string name, string? value)
    {
        if (value is not null)
        {
            context.Request.Headers[name] = value;
        }
    }
}
