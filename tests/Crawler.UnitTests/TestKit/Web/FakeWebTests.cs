using System.Globalization;
using System.Net;

using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.TestKit.Web;

public sealed class FakeWebTests
{
    private static readonly HttpClient Client = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    [Fact]
    public async Task TwoSites_AreTwoHostsOnOnePort()
    {
        await using var web = await FakeWeb.StartAsync();

        var first = web.AddSite().Page("/", title: "First");
        var second = web.AddSite().Page("/", title: "Second");

        first.EndPoint.Port.ShouldBe(second.EndPoint.Port);
        first.EndPoint.Address.ShouldNotBe(second.EndPoint.Address);
        (await Client.GetStringAsync(first.Url())).ShouldContain("<title>First</title>");
        (await Client.GetStringAsync(second.Url())).ShouldContain("<title>Second</title>");
    }

    [Fact]
    public async Task UnknownTarget_IsNotFoundAndLogged()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();

        var response = await Client.GetAsync(site.Url("/a%20b?q=1"));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await EndedAsync(site);
        var request = site.Requests.ShouldHaveSingleItem();
        request.Target.ShouldBe("/a%20b?q=1");
        request.Path.ShouldBe("/a%20b");
        request.Status.ShouldBe(404);
        request.Headers["host"].ShouldBe(site.Host);
        web.RequestsOf(site.Host).ShouldBe(site.Requests);
    }

    [Fact]
    public async Task RequestBody_IsKept()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Respond("/hook", 204);
        using var content = new StringContent("{\"a\":1}");

        await Client.PostAsync(site.Url("/hook"), content);

        site.Requests.Single().Body.ShouldBe("{\"a\":1}");
    }

    [Fact]
    public async Task ExactTarget_WinsOverPathAndPrefix()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite()
            .Respond("/a?x=1", 200, "exact")
            .Respond("/a", 200, "path")
            .HandleUnder("/", context => context.Response.Body.WriteAsync("prefix"u8.ToArray()).AsTask());

        (await Client.GetStringAsync(site.Url("/a?x=1"))).ShouldBe("exact");
        (await Client.GetStringAsync(site.Url("/a?x=2"))).ShouldBe("path");
        (await Client.GetStringAsync(site.Url("/b"))).ShouldBe("prefix");
    }

    [Fact]
    public async Task Gate_HoldsRequestsUntilOpened()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Respond("/p", 200, "through");
        var gate = site.Gate("/p");

        var answer = Client.GetStringAsync(site.Url("/p"));
        await gate.WaitUntilRequestedAsync();

        answer.IsCompleted.ShouldBeFalse();
        site.Requests.Single().EndedAt.ShouldBeNull();
        gate.Open();
        (await answer).ShouldBe("through");
    }

    [Fact]
    public async Task GateNeverOpened_DoesNotHoldUpDisposal()
    {
        var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var gate = site.Gate("/p");
        var answer = Client.GetStringAsync(site.Url("/p"));
        await gate.WaitUntilRequestedAsync();

        await web.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

        await Should.ThrowAsync<HttpRequestException>(() => answer);
    }

    [Fact]
    public async Task RefusedConnections_AreAcceptedAgainOnTheSamePort()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Page("/");

        site.RefuseConnections();
        var refused = await Should.ThrowAsync<HttpRequestException>(() => Client.GetAsync(site.Url()));
        site.AcceptConnections();
        var accepted = await Client.GetAsync(site.Url());

        refused.HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
        accepted.StatusCode.ShouldBe(HttpStatusCode.OK);
        site.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task GeneratedPages_AreAllReachableFromTheRoot()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var pages = site.Generate(100, branching: 4, crossLinks: 2);
        var found = new HashSet<string>(StringComparer.Ordinal) { "/" };
        var frontier = new Queue<int>([0]);

        while (frontier.TryDequeue(out var page))
        {
            foreach (var link in pages.LinksOf(page).Where(found.Add))
            {
                frontier.Enqueue(link == "/" ? 0 : int.Parse(link[3..], CultureInfo.InvariantCulture));
            }
        }

        found.Select(site.Url).ShouldBe(pages.Urls, ignoreOrder: true);
        (await Client.GetStringAsync(site.Url("/p/99"))).ShouldContain("Page 99");
        (await Client.GetAsync(site.Url("/p/100"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Client.GetAsync(site.Url("/p/007"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task WaitForAsync_FewerRequests_SaysHowManyCame()
    {
        await using var web = await FakeWeb.StartAsync();
        await Client.GetAsync(web.AddSite().Url());

        var failure = await Should.ThrowAsync<TimeoutException>(
            () => web.WaitForAsync(2, TimeSpan.FromMilliseconds(50)));

        failure.Message.ShouldStartWith("Of 2 requests 1 came");
    }

    private static Task EndedAsync(FakeSite site) => Crawler.TestKit.Waiting.Eventually.HoldsAsync(
        () => site.Requests.All(request => request.EndedAt is not null), because: "the answer was read");
}
