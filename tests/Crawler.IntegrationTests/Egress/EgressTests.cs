using System.Net;

using Crawler.Downloader.Fetching;
using Crawler.Gateway.Crawls;
using Crawler.TestKit.Cases;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using Xunit;
using Xunit.Abstractions;

namespace Crawler.IntegrationTests.Egress;

/// <summary>
/// What sites and users may not make the crawler dial, by every way in: seed, link, redirect, robots and names. On the
/// loopback addresses that the cases name, and on the site's port, a canary counts who calls.
/// </summary>
[Collection(Crawls.HostCollection.Name)]
[Trait("Category", "Cases")]
public sealed class EgressTests(ITestOutputHelper output)
{
    private static readonly string[] ShortWaits =
    [
        "Frontier:RequestTimeout=2s", "Downloader:FirstByteTimeout=1s", "Downloader:ConnectTimeout=1s",
        "Frontier:MaxHostWait=1s",
    ];

    [CasesFact]
    public async Task SeedsThatLeadInside_AreRefusedBeforeAnybodyIsCalled()
    {
        await using var stage = new Stage();
        var seeds = stage.World.Urls.Where(url => !url.IsPublicAddress && ErrorOf(url) is null).Select(url => url.Url);

        var states = await stage.CrawlAsync([.. seeds]);

        var tally = new CaseTally(SsrfUrl.File);
        foreach (var url in stage.World.Urls.Where(url => !url.IsPublicAddress))
        {
            // What is refused with the spec is refused early enough, unless it should be reached.
            var isRefused = ErrorOf(url) is not null;
            tally.Add(url.Id, isRefused && url.Blocked is true ? null : url.Difference(states), "seed");
        }

        tally.Report(output).ShouldBeEmpty();
        stage.ShouldBeSilent(output);
    }

    [CasesFact]
    public async Task LinksThatLeadInside_AreRefusedBeforeAnybodyIsCalled()
    {
        await using var stage = new Stage();
        var urls = stage.World.Urls.Where(url => !url.IsPublicAddress).ToList();
        stage.Site.On("/links", RawAnswers.Page("Links", urls.Select(url => url.Url)));

        var states = await stage.CrawlAsync(stage.World.Url(EgressWorld.PublicHost, "/links"));

        var tally = new CaseTally(SsrfUrl.File);
        urls.ForEach(url => tally.Add(url.Id, url.Difference(states), "link"));
        tally.Report(output).ShouldBeEmpty();
        stage.ShouldBeSilent(output);
    }

    [CasesFact]
    public async Task NamesAndRedirectsThatLeadInside_AreRefusedBeforeAnybodyIsCalled()
    {
        await using var stage = new Stage();

        var states = await stage.CrawlAsync(stage.World.Hub);

        var tally = new CaseTally(SsrfRedirect.File, SsrfRedirect.Exceptions);
        stage.World.Tally(tally, states, "loopback");
        foreach (var redirect in stage.World.Redirects.Where(redirect => redirect.Location is not null))
        {
            var state = states.GetValueOrDefault(stage.World.Url(redirect.RobotsHost));
            var isRight = state is "Failed(RobotsUnreachable)" or "Fetched";
            tally.Add(redirect.Name, isRight ? null : $"is {state ?? "unknown"}", "robots");
        }

        tally.Report(output).ShouldBeEmpty();
        stage.ShouldBeSilent(output);
    }

    /// <summary>
    /// A connection that was opened for one name is not used for another of the same address: the second name is looked
    /// up and judged for itself.
    /// </summary>
    [Fact]
    public async Task OpenConnection_IsNoWayRoundTheCheckOfAnotherName()
    {
        await using var site = new RawHost();
        site.OnOthers(RawAnswers.Page("Open"));
        var names = new Robustness.NamedHosts()
            .Add("open.test", site.EndPoint.Address).Add("inside.test", IPAddress.IPv6Loopback);
        await using var harness = await EmbeddedHarness.StartAsync(
            builder => builder.Services.AddSingleton<IHostResolver>(names),
            [.. ShortWaits, $"Downloader:AllowedAddresses:0={site.EndPoint.Address}"]);
        string[] seeds = [site.Url("/", "open.test"), site.Url("/again", "open.test"), site.Url("/", "inside.test")];

        var id = await harness.SubmitAsync(CrawlSpecs.Of(seeds));
        await harness.WaitForEndAsync(id);

        (await harness.UrlsAsync(id)).Values.ShouldBe(
            ["Fetched", "Fetched", "Failed(AddressDenied)"], ignoreOrder: true);
        names.Asked.Count(name => name == "open.test").ShouldBe(1);
        site.Connections.ShouldBe(1);
    }

    private static string? ErrorOf(SsrfUrl url) =>
        CrawlSpecValidation.Validate(CrawlSpecs.Of(url.Url)).Select(error => error.Message).FirstOrDefault();

    /// <summary>The world on loopback: one address may be dialled, canaries listen on others.</summary>
    private sealed class Stage : IAsyncDisposable
    {
        private static readonly IPAddress[] Watched =
        [
            IPAddress.Loopback, IPAddress.IPv6Loopback, IPAddress.Parse("127.88.23.245"),
            IPAddress.Parse("127.255.255.254"),
        ];

        private readonly CanaryListener _canary;

        public Stage()
        {
            Site = new RawHost();
            World = new EgressWorld(Site.EndPoint.Port);
            Site.On("/robots.txt", World.AnswerAsync).OnOthers(World.AnswerAsync);
            int[] ports = [22, 80, 443, Site.EndPoint.Port];
            _canary = new CanaryListener(
                from address in Watched from port in ports select new IPEndPoint(address, port));
        }

        public RawHost Site { get; }

        public EgressWorld World { get; }

        public async Task<IReadOnlyDictionary<string, string>> CrawlAsync(params string[] seeds)
        {
            await using var harness = await EmbeddedHarness.StartAsync(
                builder => builder.Services.AddSingleton<IHostResolver>(
                    new WorldResolver(World, Site.EndPoint.Address)),
                [.. ShortWaits, $"Downloader:AllowedAddresses:0={Site.EndPoint.Address}"]);
            var id = await harness.SubmitAsync(CrawlSpecs.Everywhere(seeds));
            await harness.WaitForEndAsync(id);
            harness.Log.Errors.ShouldBeEmpty();
            return await harness.UrlsAsync(id);
        }

        public void ShouldBeSilent(ITestOutputHelper output)
        {
            output.WriteLine($"Canaries at {string.Join(", ", _canary.Places)}");
            _canary.Places.ShouldNotBeEmpty();
            _canary.Calls.ShouldBeEmpty();
        }

        public async ValueTask DisposeAsync()
        {
            await _canary.DisposeAsync();
            await Site.DisposeAsync();
        }
    }
}
