using System.Net;
using System.Text.Json;

using Crawler.Contracts.V1.Crawls;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Gateway;

public abstract class CrawlsApiTests(ServedHarness served)
{
    private readonly ApiClient _api = served.Api;

    [Fact]
    public async Task AcceptedCrawl_IsNamedByLocationAndFoundAtOnce()
    {
        var site = served.Web.AddSite().Page("/");

        using var response = await _api.PostAsync("/v1/crawls", $$$"""{"seeds":["{{{site.Url()}}}"],"politeness":{"delay":"0s"}}""");
        var accepted = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        using var found = await _api.GetAsync(response.Headers.Location!.OriginalString);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        response.Headers.Location.OriginalString.ShouldBe($"/v1/crawls/{accepted.GetProperty("id").GetGuid()}");
        accepted.GetProperty("links").EnumerateObject().Select(link => link.Name)
            .ShouldBe(["self", "pages", "urls", "pause", "resume", "cancel"]);
        found.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task FinishedCrawl_TellsItsEndItsRatesAndThatNothingCanBeDone()
    {
        var site = served.Web.AddSite();
        site.Generate(30);

        var id = await _api.SubmitAsync(CrawlSpecs.Of(site.Url()));
        var status = await _api.WaitForAsync(id, crawl => crawl.HasEnded);

        status.State.ShouldBe("Completed");
        status.EndReason.ShouldBe(EndReason.Drained);
        status.EndedAt.ShouldNotBeNull();
        status.Counts.Fetched.ShouldBe(30);
        status.LastSeq.ShouldBe(30);
        status.WaitingOn.ShouldBeNull();
        status.AvailableActions.ShouldBeEmpty();
        status.Rates.PagesPerSecond.ShouldBe(30 / status.Rates.ElapsedSeconds, tolerance: 0.01);
        status.Spec.Seeds.ShouldBe([site.Url()]);
    }

    [Fact]
    public async Task Pages_AreReadInPartsThatMissNothing()
    {
        var site = served.Web.AddSite();
        var generated = site.Generate(25);
        var id = await _api.SubmitAsync(CrawlSpecs.Of(site.Url()));
        await _api.WaitForAsync(id, crawl => crawl.HasEnded);

        var urls = new List<string>();
        var parts = 0;
        long? after = 0;
        while (after is not null)
        {
            var part = await _api.JsonAsync($"/v1/crawls/{id}/pages?after={after}&limit=10");
            urls.AddRange(part.GetProperty("items").EnumerateArray().Select(page => page.GetProperty("url").GetString()!));
            after = part.TryGetProperty("next", out var next) ? next.GetInt64() : null;
            parts++;
        }

        parts.ShouldBe(3);
        urls.ShouldBe(generated.Urls, ignoreOrder: true);
    }

    [Fact]
    public async Task List_GoesFromTheNewestInParts()
    {
        var site = served.Web.AddSite().Page("/");
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(await _api.SubmitAsync(CrawlSpecs.Of(site.Url())));
            await _api.WaitForAsync(ids[^1], crawl => crawl.HasEnded);
        }

        var first = await _api.JsonAsync("/v1/crawls?limit=2");
        var second = await _api.JsonAsync($"/v1/crawls?limit=2&after={first.GetProperty("next").GetGuid()}");

        IdsOf(first).Concat(IdsOf(second)).Take(3).ShouldBe(Enumerable.Reverse(ids));
    }

    [Fact]
    public async Task RepeatedKey_GivesTheSameCrawlAgain()
    {
        var site = served.Web.AddSite().Page("/");
        var spec = CrawlSpecs.Of(site.Url());

        var first = await _api.SubmitAsync(spec, "repeat-1");
        await _api.WaitForAsync(first, crawl => crawl.HasEnded);
        var second = await _api.SubmitAsync(spec, "repeat-1");
        var other = await _api.SubmitAsync(spec, "repeat-2");
        await _api.WaitForAsync(other, crawl => crawl.HasEnded);

        second.ShouldBe(first);
        other.ShouldNotBe(first);
        site.Requests.CountsByTarget()["/"].ShouldBe(2);
    }

    [Fact]
    public async Task SameKeyAtTheSameTime_MakesOneCrawl()
    {
        var site = served.Web.AddSite().Page("/");
        var spec = CrawlSpecs.Of(site.Url());

        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _api.SubmitAsync(spec, "at-once")));

        ids.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task KeyOfAnotherRequest_IsAConflict()
    {
        var site = served.Web.AddSite().Page("/");
        await _api.SubmitAsync(CrawlSpecs.Of(site.Url()), "taken");

        using var response = await _api.PostAsync("/v1/crawls", $$"""{"seeds":["{{site.Url("/other")}}"]}""", "taken");

        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused", "Idempotency-Key");
    }

    private static IEnumerable<Guid> IdsOf(JsonElement list) =>
        list.GetProperty("items").EnumerateArray().Select(crawl => crawl.GetProperty("id").GetGuid());
}
