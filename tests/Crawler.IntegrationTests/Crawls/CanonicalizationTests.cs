using System.Net;

using Crawler.Contracts.V1.Crawls;
using Crawler.Downloader.Fetching;
using Crawler.Persistence;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Crawls;

/// <summary>
/// Which URLs a crawl takes for the same, over real HTTP. http and https are the same on their default ports only,
/// which no test can have: that is tested over the frontier.
/// </summary>
public abstract class CanonicalizationTests(DatabaseProvider database)
{
    [Fact]
    public async Task DeclaredOptions_LeaveOneFetchOfEachPage()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Page(
            "/",
            links: ["/a?utm_source=m&x=1", "/a?x=1", "/b?b=1&a=2", "/b?a=2&b=1", "/c/index.html", "/c/"]);
        site.Page("/a").Page("/b").Page("/c/").Page("/c/index.html");
        await using var harness = await StartAsync();
        var spec = CrawlSpecs.Of(site.Url());

        var strict = await harness.CrawlAsync(spec);
        var folding = await harness.CrawlAsync(spec with
        {
            Canonicalization = new CanonicalizationSpec
            {
                DropTrackingParameters = true,
                SortQuery = true,
                DropIndexFiles = true,
            },
        });

        (strict.Counts.Fetched, folding.Counts.Fetched).ShouldBe((7, 4));
        site.Requests.Skip(8).Select(request => request.Target)
            .ShouldBe(["/", "/a?utm_source=m&x=1", "/b?b=1&a=2", "/c/index.html"], ignoreOrder: true);
    }

    [Fact]
    public async Task StoredPage_IsFoundInAnySpellingThatTheCrawlTakesForTheSame()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Page("/a");
        await using var harness = await StartAsync();
        var spec = CrawlSpecs.Of(site.Url("/a?utm_source=m"));

        var strict = await harness.CrawlAsync(spec);
        var folding = await harness.CrawlAsync(
            spec with { Canonicalization = new CanonicalizationSpec { DropTrackingParameters = true } });

        (await harness.FindLastAsync(strict.Id, site.Url("/a"))).ShouldBeNull();
        (await harness.FindLastAsync(folding.Id, site.Url("/a"))).ShouldBe(1);
    }

    [Fact]
    public async Task SiteThatMovesToWww_IsOneSite()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var port = site.EndPoint.Port;
        site.Handle("/", context => AnswerAsync(context, "/a", $"http://moving.example:{port}/b"))
            .Handle("/a", context => AnswerAsync(context, "/"))
            .Handle("/b", context => AnswerAsync(context, "/a"));
        await using var harness = await EmbeddedHarness.StartOnAsync(
            database,
            builder => builder.Services.AddSingleton<IHostResolver>(new OneAddress(site.EndPoint.Address)));

        var id = await harness.SubmitAsync(CrawlSpecs.Of($"http://moving.example:{port}/") with
        {
            Canonicalization = new CanonicalizationSpec { FoldWww = true },
        });
        var status = await harness.WaitForEndAsync(id);

        (status.Counts.Discovered, status.Counts.Fetched, status.Counts.Redirected).ShouldBe((3, 3, 0));
        (await harness.PagesAsync(id)).Select(page => page.Url).ShouldBe(
            new[] { "/", "/a", "/b" }.Select(path => $"http://www.moving.example:{port}{path}"), ignoreOrder: true);
        harness.ReadCrawl().ShouldBeWhole();

        // Everything without www. moves to www.
        static Task AnswerAsync(HttpContext context, params string[] links)
        {
            var host = context.Request.Host.ToString();
            if (!host.StartsWith("www.", StringComparison.Ordinal))
            {
                context.Response.Redirect($"http://www.{host}{context.Request.Path}", permanent: true);
                return Task.CompletedTask;
            }

            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync(HtmlText.Page("Page", links));
        }
    }

    private sealed class OneAddress(IPAddress address) : IHostResolver
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
            Task.FromResult(new[] { address });
    }

    private Task<EmbeddedHarness> StartAsync(params string[] settings) =>
        EmbeddedHarness.StartOnAsync(database, settings);
}
