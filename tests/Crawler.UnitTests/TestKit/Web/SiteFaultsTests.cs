using System.Diagnostics;
using System.Net;
using System.Text;

using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.TestKit.Web;

public sealed class SiteFaultsTests
{
    private static readonly HttpClient Client = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    [Fact]
    public async Task SlowHeaders_ComeAfterTheDelay()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().SlowHeaders("/", TimeSpan.FromMilliseconds(150));
        var watch = Stopwatch.StartNew();

        await Client.GetStringAsync(site.Url());

        watch.Elapsed.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(140));
    }

    [Fact]
    public async Task Drip_DeliversEveryByte()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Drip("/", bytes: 5, TimeSpan.FromMilliseconds(1));

        (await Client.GetByteArrayAsync(site.Url())).Length.ShouldBe(5);
    }

    [Fact]
    public async Task ResetInHeaders_GivesNoAnswer()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().ResetInHeaders("/");

        var failure = await Should.ThrowAsync<HttpRequestException>(() => Client.GetAsync(site.Url()));

        failure.StatusCode.ShouldBeNull();
    }

    [Fact]
    public async Task ResetInBody_GivesHeadersAndABrokenBody()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().ResetInBody("/");

        using var response = await Client.GetAsync(site.Url(), HttpCompletionOption.ResponseHeadersRead);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Should.ThrowAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task InfiniteBody_GoesOnUntilTheClientLeaves()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().InfiniteBody("/");

        using (var response = await Client.GetAsync(site.Url(), HttpCompletionOption.ResponseHeadersRead))
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[1_000_000]);
        }

        await Crawler.TestKit.Waiting.Eventually.HoldsAsync(
            () => site.Requests.Single().EndedAt is not null, because: "the client left");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(500)]
    public async Task WrongContentLength_IsSentAsDeclared(int declared)
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().WrongContentLength("/", "<p>0123456789</p>", declared);

        using var response = await Client.GetAsync(site.Url(), HttpCompletionOption.ResponseHeadersRead);

        response.Content.Headers.ContentLength.ShouldBe(declared);
    }

    [Fact]
    public async Task HugeHeaders_AreAtLeastThatLong()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().HugeHeaders("/", 30_000);

        using var response = await Client.GetAsync(site.Url());

        response.Headers.Sum(header => header.Value.Sum(value => value.Length)).ShouldBeGreaterThan(30_000);
    }

    [Fact]
    public async Task FailThenPage_RecoversAfterThatManyTimes()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().FailThenPage("/", times: 2);

        (await StatusesAsync(site.Url(), 3)).ShouldBe([500, 500, 200]);
    }

    [Fact]
    public async Task Throttle_NamesTheTimeToWait()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Throttle("/", "7", times: 1);

        using var response = await Client.GetAsync(site.Url());

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        (await StatusesAsync(site.Url(), 1)).ShouldBe([200]);
    }

    [Fact]
    public async Task RedirectChain_HasThatManyHops()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().RedirectChain("/start", hops: 3, end: "/end").Respond("/end", 200, "end");
        var target = "/start";
        var hops = 0;

        while (target != "/end")
        {
            using var response = await Client.GetAsync(site.Url(target));
            target = response.Headers.Location!.OriginalString;
            hops++;
        }

        hops.ShouldBe(3);
    }

    [Theory]
    [InlineData("gzip", DecompressionMethods.GZip)]
    [InlineData("br", DecompressionMethods.Brotli)]
    [InlineData("deflate", DecompressionMethods.Deflate)]
    public async Task CompressedPage_IsDecodedByAClient(string coding, DecompressionMethods method)
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().CompressedPage("/", coding, title: "Packed");
        using var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = method, UseProxy = false });

        (await client.GetStringAsync(site.Url())).ShouldContain("Packed");
    }

    [Fact]
    public async Task GzipBomb_IsSmallOnTheWire()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().GzipBomb("/", decodedBytes: 20_000_000);

        (await Client.GetByteArrayAsync(site.Url())).Length.ShouldBeLessThan(50_000);
    }

    [Fact]
    public async Task ConditionalPage_KnownVersion_IsNotSentAgain()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().ConditionalPage("/", "\"v1\"", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        using var first = await Client.GetAsync(site.Url());
        using var byTag = new HttpRequestMessage(HttpMethod.Get, site.Url())
        {
            Headers = { IfNoneMatch = { first.Headers.ETag! } },
        };
        using var byTime = new HttpRequestMessage(HttpMethod.Get, site.Url())
        {
            Headers = { IfModifiedSince = first.Content.Headers.LastModified },
        };

        (await Client.SendAsync(byTag)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await Client.SendAsync(byTime)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task PageInCharset_IsWrittenInIt()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().PageInCharset("/", Encoding.Latin1, "Café");

        using var response = await Client.GetAsync(site.Url());

        response.Content.Headers.ContentType!.CharSet.ShouldBe("iso-8859-1");
        var bytes = await response.Content.ReadAsByteArrayAsync();
        bytes.AsSpan().IndexOf("Caf\u00e9"u8).ShouldBe(-1);
        bytes.AsSpan().IndexOf(Encoding.Latin1.GetBytes("Caf\u00e9")).ShouldBePositive();
    }

    private static async Task<List<int>> StatusesAsync(string url, int count)
    {
        var statuses = new List<int>();
        for (var i = 0; i < count; i++)
        {
            using var response = await Client.GetAsync(url);
            statuses.Add((int)response.StatusCode);
        }

        return statuses;
    }
}
