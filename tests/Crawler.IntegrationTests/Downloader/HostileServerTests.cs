using System.Net;

using Crawler.Contracts.V1.Fetching;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Downloader;

public sealed class HostileServerTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";

    [Fact]
    public async Task SlowHeaders_TimeOut()
    {
        await using var site = RawSite.Silent();
        await using var downloader = new DownloaderHost(settings: "Downloader:FirstByteTimeout=200ms");

        Expect(await downloader.FetchAsync(site.Url()), OutcomeKind.Failed, "Timeout");
    }

    [Fact]
    public async Task HeadersByteByByte_EndAtFirstByteTimeout()
    {
        await using var site = RawSite.Script(async (connection, cancellationToken) =>
        {
            await connection.ReadHeadAsync(cancellationToken);
            await connection.WriteAsync("HTTP/1.1 200 OK\r\n", cancellationToken);
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await connection.WriteAsync("a", cancellationToken);
            }
        });
        await using var downloader = new DownloaderHost(settings: "Downloader:FirstByteTimeout=300ms");

        Expect(await downloader.FetchAsync(site.Url()), OutcomeKind.Failed, "Timeout");
    }

    [Fact]
    public async Task DrippingBody_FallsBelowMinimumRate()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Drip("/", 10_000, TimeSpan.FromMilliseconds(20));
        await using var downloader = new DownloaderHost(settings: "Downloader:RateWindow=1s");

        Expect(await downloader.FetchAsync(site.Url()), OutcomeKind.Failed, "Timeout");
    }

    [Fact]
    public async Task StalledBody_EndsAtRequestTimeout()
    {
        await using var site = RawSite.Script(async (connection, cancellationToken) =>
        {
            await connection.ReadHeadAsync(cancellationToken);
            await connection.WriteAsync($"{Head}Content-Length: 100\r\n\r\nhalf", cancellationToken);
            await connection.WaitForCloseAsync(cancellationToken);
        });
        await using var downloader = new DownloaderHost();

        Expect(
            await downloader.FetchAsync(
                site.Url(), batch => batch with { RequestTimeout = TimeSpan.FromMilliseconds(400) }),
            OutcomeKind.Failed,
            "Timeout");
    }

    [Fact]
    public async Task BrokenConnections_AreBodyFailures()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.ResetInBody("/body").ResetInHeaders("/headers").WrongContentLength("/short", "short", 50_000);
        await using var downloader = new DownloaderHost();

        var answer = await downloader.RunAsync(
            TestBatch.Of(site.Url("/body"), site.Url("/headers"), site.Url("/short")));

        answer.Outcomes.Select(outcome => (outcome.Kind, outcome.Reason)).ShouldAllBe(
            outcome => outcome.Kind == OutcomeKind.Failed && outcome.Reason == "Body");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nhello\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nNot a valid chunk.")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000")]
    [InlineData("HTTP/1.1 200 O")]
    [InlineData("")]
    public async Task MalformedAnswer_IsBodyFailure(string answer)
    {
        await using var site = RawSite.Answer(answer);
        await using var downloader = new DownloaderHost();

        Expect(await downloader.FetchAsync(site.Url()), OutcomeKind.Failed, "Body");
    }

    [Fact]
    public async Task UnaskedUpgrade_IsBodyFailure()
    {
        await using var site = RawSite.Answer(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n");
        await using var downloader = new DownloaderHost();

        Expect(await downloader.FetchAsync(site.Url()), OutcomeKind.Failed, "Body");
    }

    [Fact]
    public async Task RedirectWithBrokenBody_IsStillRedirect()
    {
        await using var site = RawSite.Answer(
            "HTTP/1.1 302 Found\r\nLocation: /b\r\nTransfer-Encoding: chunked\r\n\r\nNot a valid chunk.");
        await using var downloader = new DownloaderHost();

        var outcome = await downloader.FetchAsync(site.Url("/a"), batch => batch with { Archive = true });

        Expect(outcome, OutcomeKind.Redirected, null);
        outcome.Archive.ShouldNotBeNull();
    }

    [Fact]
    public async Task HeaderFlood_EndsAtLimit()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.HugeHeaders("/over", 70_000).HugeHeaders("/under", 20_000);
        await using var downloader = new DownloaderHost();

        Expect(await downloader.FetchAsync(site.Url("/over")), OutcomeKind.Failed, "Body");
        Expect(await downloader.FetchAsync(site.Url("/under")), OutcomeKind.Fetched, null);
    }

    [Fact]
    public async Task EndlessInformationalAnswers_AreBounded()
    {
        await using var site = RawSite.Script(async (connection, cancellationToken) =>
        {
            await connection.ReadHeadAsync(cancellationToken);
            while (!cancellationToken.IsCancellationRequested)
            {
                await connection.WriteAsync("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", cancellationToken);
            }
        });
        await using var downloader = new DownloaderHost(settings: "Downloader:FirstByteTimeout=300ms");

        (await downloader.FetchAsync(site.Url())).Kind.ShouldBe(OutcomeKind.Failed);
    }

    [Theory]
    [InlineData(999, OutcomeKind.Fetched)]
    [InlineData(1_000, OutcomeKind.Fetched)]
    [InlineData(1_001, OutcomeKind.Skipped)]
    public async Task BodyLimit_IsExact(int length, OutcomeKind kind)
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Respond("/declared", 200, new string('x', length))
            .Handle("/chunked", async context =>
            {
                await context.Response.Body.WriteAsync(new byte[length / 2]);
                await context.Response.Body.FlushAsync();
                await context.Response.Body.WriteAsync(new byte[length - (length / 2)]);
            });
        await using var downloader = new DownloaderHost();

        var answer = await downloader.RunAsync(
            TestBatch.Of(site.Url("/declared"), site.Url("/chunked")) with { MaxBodyBytes = 1_000 });

        answer.Outcomes.ShouldAllBe(outcome => outcome.Kind == kind);
        answer.Outcomes[0].Reason.ShouldBe(kind == OutcomeKind.Skipped ? "TooLarge" : null);
        answer.Outcomes[0].BodyBytes.ShouldBe(kind == OutcomeKind.Fetched ? length : 0);
    }

    [Fact]
    public async Task InfiniteBody_StopsAtLimit()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.InfiniteBody("/");
        await using var downloader = new DownloaderHost();

        Expect(await downloader.FetchAsync(site.Url()), OutcomeKind.Skipped, "TooLarge");
    }

    [Fact]
    public async Task GzipBomb_StopsAtLimit()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.GzipBomb("/", 64 * 1024 * 1024);
        await using var downloader = new DownloaderHost();

        Expect(
            await downloader.FetchAsync(site.Url(), batch => batch with { MaxBodyBytes = 1_000_000_000 }),
            OutcomeKind.Skipped,
            "TooLarge");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("gzip, br")]
    [InlineData("gzip, deflate, gzip")]
    public async Task CodedPage_IsRead(string coding)
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.CompressedPage("/", coding, title: "Coded", links: ["/a"]);
        await using var downloader = new DownloaderHost();

        var answer = await downloader.RunAsync(TestBatch.Of(site.Url()));

        answer.Outcomes[0].Title.ShouldBe("Coded");
        answer.Links.ShouldHaveSingleItem().Url.ShouldBe(site.Url("/a"));
    }

    [Fact]
    public async Task UnknownCoding_IsKeptUnread()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Respond("/", 200, "<title>x</title><a href=/a>a</a>", "text/html", ("Content-Encoding", "foo"));
        await using var downloader = new DownloaderHost();

        var answer = await downloader.RunAsync(TestBatch.Of(site.Url()));

        Expect(answer.Outcomes[0], OutcomeKind.Fetched, null);
        answer.Outcomes[0].Title.ShouldBeNull();
        answer.Links.ShouldBeEmpty();
    }

    [Fact]
    public async Task TornGzipBody_IsBodyFailure()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var whole = SiteCompression.Encode(new byte[5_000], "gzip");
        site.RespondBytes("/", 200, whole[..^5], "text/html", ("Content-Encoding", "gzip"));
        await using var downloader = new DownloaderHost();

        Expect(await downloader.FetchAsync(site.Url()), OutcomeKind.Failed, "Body");
    }

    [Fact]
    public async Task RefusedConnection_IsConnectFailure()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.RefuseConnections();
        await using var downloader = new DownloaderHost();

        Expect(await downloader.FetchAsync(site.Url()), OutcomeKind.Failed, "Connect");
    }

    [Fact]
    public async Task PlainTextOnTlsPort_IsTlsFailure()
    {
        await using var site = RawSite.Script((connection, cancellationToken) =>
            connection.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n", cancellationToken));
        await using var downloader = new DownloaderHost();

        Expect(await downloader.FetchAsync($"https://{site.Host}/"), OutcomeKind.Failed, "Tls");
    }

    [Fact]
    public async Task Loopback_IsRefusedByDefault()
    {
        await using var site = RawSite.Silent();
        await using var downloader = new DownloaderHost(mayDialLoopback: false);

        var known = await downloader.FetchAsync(site.Url());
        var unknown = await downloader.RunAsync(TestBatch.Of(site.Url()).WithUnknownRobots());

        Expect(known, OutcomeKind.Failed, "AddressDenied");
        Expect(unknown.Outcomes[0], OutcomeKind.Failed, "AddressDenied");
        site.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task Rebinding_DialsOnlyWhatWasChecked()
    {
        await using var site = RawSite.Silent();
        var resolver = new ScriptedResolver([IPAddress.Loopback, IPAddress.IPv6Loopback], [site.EndPoint.Address]);
        await using var downloader = new DownloaderHost(mayDialLoopback: false, resolver: resolver);
        var batch = TestBatch.Of($"http://rebind.example:{site.EndPoint.Port}/");

        var answer = await downloader.RunAsync(batch);

        Expect(answer.Outcomes[0], OutcomeKind.Failed, "AddressDenied");
        resolver.Asked.ShouldBe(1);
        site.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task NameWithAllowedAndDeniedAddress_DialsAllowedOne()
    {
        await using var denied = RawSite.Silent();
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/", title: "Allowed");
        var resolver = new ScriptedResolver([denied.EndPoint.Address, site.EndPoint.Address]);
        await using var downloader = new DownloaderHost(
            mayDialLoopback: false,
            resolver: resolver,
            settings: $"Downloader:AllowedAddresses:0={site.EndPoint.Address}");
        var url = $"http://mixed.example:{site.EndPoint.Port}/";

        var outcome = await downloader.FetchAsync(url);

        outcome.Title.ShouldBe("Allowed");
        denied.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task UnknownName_IsDnsFailure()
    {
        await using var downloader = new DownloaderHost(resolver: new ScriptedResolver([[]]));

        var known = await downloader.FetchAsync("http://nowhere.example/");
        var unknown = await downloader.RunAsync(TestBatch.Of("http://nowhere.example/").WithUnknownRobots());

        Expect(known, OutcomeKind.Failed, "Dns");
        Expect(unknown.Outcomes[0], OutcomeKind.Failed, "Dns");
    }

    private static void Expect(UrlOutcome outcome, OutcomeKind kind, string? reason)
    {
        outcome.Kind.ShouldBe(kind);
        outcome.Reason.ShouldBe(reason);
    }
}
