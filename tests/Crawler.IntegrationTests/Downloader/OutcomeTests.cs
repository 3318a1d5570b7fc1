using Crawler.Contracts.V1.Fetching;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Downloader;

public sealed class OutcomeTests
{
    [Theory]
    [InlineData(200, OutcomeKind.Fetched, null)]
    [InlineData(203, OutcomeKind.Fetched, null)]
    [InlineData(204, OutcomeKind.Fetched, null)]
    [InlineData(206, OutcomeKind.Fetched, null)]
    [InlineData(300, OutcomeKind.Failed, "Body")]
    [InlineData(301, OutcomeKind.Redirected, null)]
    [InlineData(302, OutcomeKind.Redirected, null)]
    [InlineData(303, OutcomeKind.Redirected, null)]
    [InlineData(304, OutcomeKind.Failed, "Body")]
    [InlineData(305, OutcomeKind.Failed, "Body")]
    [InlineData(307, OutcomeKind.Redirected, null)]
    [InlineData(308, OutcomeKind.Redirected, null)]
    [InlineData(400, OutcomeKind.Failed, "Http4xx")]
    [InlineData(403, OutcomeKind.Failed, "Http4xx")]
    [InlineData(404, OutcomeKind.Gone, null)]
    [InlineData(407, OutcomeKind.Failed, "Http4xx")]
    [InlineData(410, OutcomeKind.Gone, null)]
    [InlineData(429, OutcomeKind.Throttled, null)]
    [InlineData(451, OutcomeKind.Failed, "Http4xx")]
    [InlineData(500, OutcomeKind.Failed, "Http5xx")]
    [InlineData(503, OutcomeKind.Throttled, null)]
    [InlineData(999, OutcomeKind.Failed, "Http5xx")]
    public async Task Status_DecidesOutcome(int status, OutcomeKind kind, string? reason)
    {
        await using var site = RawSite.Answer(
            $"HTTP/1.1 {status} x\r\nLocation: /next#part\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var downloader = new DownloaderHost();

        var outcome = await downloader.FetchAsync(site.Url("/a"));

        outcome.Kind.ShouldBe(kind);
        outcome.Reason.ShouldBe(reason);
        outcome.HttpStatus.ShouldBe(status);
        outcome.RedirectTo.ShouldBe(kind == OutcomeKind.Redirected ? site.Url("/next") : null);
    }

    [Fact]
    public async Task Page_GivesFactsAndLinks()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Respond(
            "/dir/page",
            200,
            "<title> A  page </title><base href='/base/'><a href=one>1</a><a href='one#two'>2</a><a href='?q'>3</a>"
            + "<a href=mailto:x@y.example>4</a><a rel=nofollow href=hidden>5</a><area href='//other.example/x'>",
            "text/html; charset=utf-8",
            ("ETag", "\"v1\""),
            ("Last-Modified", "Wed, 21 Oct 2026 07:28:00 GMT"));
        await using var downloader = new DownloaderHost();

        var answer = await downloader.RunAsync(TestBatch.Of(site.Url("/dir/page")));

        var outcome = answer.Outcomes.ShouldHaveSingleItem();
        outcome.Kind.ShouldBe(OutcomeKind.Fetched);
        outcome.Title.ShouldBe("A page");
        outcome.ContentType.ShouldBe("text/html");
        outcome.ETag.ShouldBe("\"v1\"");
        outcome.LastModified.ShouldBe("Wed, 21 Oct 2026 07:28:00 GMT");
        outcome.Digest.ShouldStartWith("sha256:");
        outcome.Digest!.Length.ShouldBe(7 + 64);
        outcome.FetchedAt.ShouldNotBeNull();
        answer.Links.Select(link => link.Url).ShouldBe(
            [site.Url("/base/one"), site.Url("/base/?q"), "http://other.example/x"]);
        answer.Links.ShouldAllBe(link => link.From == 0);
        answer.ResponseTime.ShouldNotBeNull();
        answer.SinceLastStart.ShouldNotBeNull();
    }

    [Fact]
    public async Task SameLinkOnSeveralPages_IsSentOnceWithFirstPage()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/0", links: ["/shared", "/a"]).Page("/1", links: ["/shared", "/b"]);
        var gate = site.Gate("/0");
        await using var downloader = new DownloaderHost();

        var running = downloader.RunAsync(TestBatch.Of(site.Url("/0"), site.Url("/1")) with { Connections = 2 });
        await site.WaitForAsync(2);
        gate.Open();
        var answer = await running;

        answer.Links.OrderBy(link => link.Url, StringComparer.Ordinal).Select(link => (link.Url, link.From)).ShouldBe(
            [(site.Url("/a"), 0), (site.Url("/b"), 1), (site.Url("/shared"), 0)]);
    }

    [Fact]
    public async Task QueryOfLink_TakesDocumentsEncoding()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.PageInCharset("/", System.Text.Encoding.Latin1, "Stra\u00dfe", ["/s?q=\u00fc"]);
        await using var downloader = new DownloaderHost();

        var answer = await downloader.RunAsync(TestBatch.Of(site.Url("/")));

        answer.Outcomes[0].Title.ShouldBe("Stra\u00dfe");
        answer.Links.ShouldHaveSingleItem().Url.ShouldBe(site.Url("/s?q=%FC"));
    }

    [Fact]
    public async Task ConditionalRequest_IsAnsweredNotModified()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Handle("/", context =>
        {
            context.Response.StatusCode = context.Request.Headers.IfNoneMatch == "\"v1\"" ? 304 : 200;
            return Task.CompletedTask;
        });
        await using var downloader = new DownloaderHost();

        var outcome = await downloader.FetchAsync(
            site.Url(),
            batch => batch with { Urls = [batch.Urls[0] with { ETag = "\"v1\"", LastModified = "bad\r\nvalue" }] });

        outcome.Kind.ShouldBe(OutcomeKind.NotModified);
        site.Requests[0].Headers.Keys.ShouldNotContain("If-Modified-Since");
    }

    [Fact]
    public async Task Redirect_IsNotFollowed()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Redirect("/a", "/b", 302).Page("/b");
        await using var downloader = new DownloaderHost();

        var outcome = await downloader.FetchAsync(site.Url("/a"));

        outcome.RedirectTo.ShouldBe(site.Url("/b"));
        site.Requests.Select(request => request.Target).ShouldBe(["/a"]);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("Location: http://[\r\n", null)]
    [InlineData("Location: mailto:a@b.example\r\n", null)]
    [InlineData("LOCATION: http://a.example/x#frag\r\n", "http://a.example/x")]
    [InlineData("Location: http://a.example/\u00c3\u00bc b\r\n", "http://a.example/%C3%BC%20b")]
    public async Task Location_MustBeOfUse(string field, string? target)
    {
        await using var site = RawSite.Answer(
            $"HTTP/1.1 301 Moved\r\n{field}Content-Length: 0\r\nConnection: close\r\n\r\n");
        await using var downloader = new DownloaderHost();

        var outcome = await downloader.FetchAsync(site.Url("/a"));

        outcome.RedirectTo.ShouldBe(target);
        outcome.Kind.ShouldBe(target is null ? OutcomeKind.Failed : OutcomeKind.Redirected);
        outcome.Reason.ShouldBe(target is null ? "Body" : null);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("999999999", 3_600)]
    [InlineData("99999999999999999999", 3_600)]
    [InlineData("-1", null)]
    [InlineData("abc", null)]
    [InlineData("Wed, 21 Oct 2015 07:28:00 GMT", null)]
    [InlineData("Wed, 21 Oct 2065 07:28:00 GMT", 3_600)]
    public async Task RetryAfter_IsReadAndCapped(string value, int? seconds)
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Throttle("/", value);
        await using var downloader = new DownloaderHost();

        var outcome = await downloader.FetchAsync(site.Url());

        outcome.Kind.ShouldBe(OutcomeKind.Throttled);
        outcome.RetryAfter.ShouldBe(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value));
    }

    [Theory]
    [InlineData("text/html", "<p>x", OutcomeKind.Fetched)]
    [InlineData("application/xhtml+xml", "<p>x", OutcomeKind.Fetched)]
    [InlineData("application/pdf", "%PDF", OutcomeKind.Skipped)]
    [InlineData(null, "  <!DOCTYPE html><p>x", OutcomeKind.Fetched)]
    [InlineData(null, "plain words", OutcomeKind.Skipped)]
    public async Task HtmlOnly_SkipsOtherContent(string? contentType, string body, OutcomeKind kind)
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Respond("/", 200, body, contentType);
        await using var downloader = new DownloaderHost();

        var outcome = await downloader.FetchAsync(site.Url(), batch => batch with { HtmlOnly = true });

        outcome.Kind.ShouldBe(kind);
        outcome.Reason.ShouldBe(kind == OutcomeKind.Skipped ? "ContentType" : null);
    }

    [Theory]
    [InlineData("X-Robots-Tag", "noindex, nofollow", true, 0)]
    [InlineData("X-Robots-Tag", "otherbot: noindex, nofollow", false, 1)]
    [InlineData("X-Robots-Tag", "crawler: noindex", true, 1)]
    public async Task RobotsHeader_IsHonoured(string name, string value, bool noIndex, int links)
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Respond("/", 200, "<a href=/a>a</a>", "text/html", (name, value));
        await using var downloader = new DownloaderHost();

        var answer = await downloader.RunAsync(TestBatch.Of(site.Url()));

        answer.Outcomes[0].NoIndex.ShouldBe(noIndex);
        answer.Links.Count.ShouldBe(links);
    }

    [Fact]
    public async Task DisobedientCrawl_FollowsNoFollow()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Respond("/", 200, "<meta name=robots content=nofollow><a rel=nofollow href=/a>a</a>", "text/html");
        await using var downloader = new DownloaderHost();

        var answer = await downloader.RunAsync(TestBatch.Of(site.Url()) with { ObeyRobots = false });

        answer.Links.ShouldHaveSingleItem().Url.ShouldBe(site.Url("/a"));
    }

    [Fact]
    public async Task Request_IsUrlAsWritten()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.HandleUnder("/", _ => Task.CompletedTask);
        await using var downloader = new DownloaderHost();

        await downloader.FetchAsync(site.Url("/a%2Fb/%2e%41/c?x=%C3%BC|&y='"));
        await downloader.FetchAsync($"http://{site.Host}?171#frag");

        site.Requests.Select(request => request.Target).ShouldBe(["/a%2Fb/%2e%41/c?x=%C3%BC|&y=%27", "/?171"]);
        site.Requests[0].Headers["Host"].ShouldBe(site.Host);
        site.Requests[0].Headers["User-Agent"].ShouldStartWith("Crawler/0.1");
        site.Requests[0].Headers["Accept-Encoding"].ShouldBe("gzip, deflate, br");
        site.Requests[0].Headers.Keys.ShouldNotContain("Cookie");
        site.Requests[0].Headers.Keys.ShouldNotContain("traceparent");
    }
}
