using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

using Crawler.TestKit.Processes;
using Crawler.TestKit.Waiting;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.EndToEndTests.Serving;

[Collection(ProcessCollection.Name)]
public sealed class ServeCommandTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task ServedFolder_IsReadByOtherCommandsAndWrittenByNone()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(20);
        using var user = new DataFolderUser();
        await using var server = await ServeAsync(user);
        using var http = new HttpClient { BaseAddress = server.Address };
        var id = await SubmitAsync(http, site.Url(), "0s");
        await WaitForEndAsync(http, id);

        var list = await user.RunAsync("list");
        var show = await user.RunAsync("show", id.ToString(), "--json");
        var export = await user.RunAsync("export", id.ToString(), "--format", "csv");
        var unknown = await user.RunAsync("show", Guid.Empty.ToString());
        var second = await user.RunAsync("crawl", site.Url());
        var foreign = await StatusForHostAsync(http, "crawler.example");

        list.ExitCode.ShouldBe(0, list.ToString());
        list.Output.ShouldContain(
            line => line.Contains(id.ToString()) && line.Contains("Completed") && line.Contains(site.Url()));
        show.Json.GetProperty("counts").GetProperty("fetched").GetInt64().ShouldBe(20);
        export.Output.Count.ShouldBe(21);
        unknown.ShouldBeRefused("CRAWL-ID: there is no crawl ");
        second.ShouldBeRefused("--data: another process works in ");
        foreign.ShouldBe(HttpStatusCode.BadRequest);
        (await StatusForHostAsync(http, "localhost")).ShouldBe(HttpStatusCode.OK);
        server.Process.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task StoppedServer_EndsCleanlyAndTheNextOneFinishesTheCrawlByItself()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(60);
        using var user = new DataFolderUser();
        EndedCommand stopped;
        Guid id;
        await using (var server = await ServeAsync(user))
        {
            using var http = new HttpClient { BaseAddress = server.Address };
            id = await SubmitAsync(http, site.Url(), "50ms");
            await site.WaitForAsync(10, Patience);
            server.Process.SendSignal(ProcessSignal.Terminate);
            stopped = await DataFolderUser.EndAsync(server.Process);
        }

        var requests = site.RequestCount;
        await using var next = await ServeAsync(user);
        using var nextHttp = new HttpClient { BaseAddress = next.Address };
        var ended = await WaitForEndAsync(nextHttp, id);

        stopped.ExitCode.ShouldBe(0, stopped.ToString());
        requests.ShouldBeLessThan(61);
        ended.GetProperty("state").GetString().ShouldBe("Completed");
        ended.GetProperty("counts").GetProperty("fetched").GetInt64().ShouldBe(60);
        site.Requests.CountsByTarget().ShouldAllBe(target => target.Value == 1);
        user.ReadCrawl().ShouldBeWhole();
    }

    private static async Task<Server> ServeAsync(DataFolderUser user)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var process = user.Start("serve", "--urls", address.OriginalString);
        await process.WaitForLineAsync(line => line.StartsWith("Listening on ", StringComparison.Ordinal), Patience);
        return new Server(process, address);
    }

    private static async Task<Guid> SubmitAsync(HttpClient http, string seed, string delay)
    {
        using var spec = new StringContent(
            $$$"""{"seeds":["{{{seed}}}"],"politeness":{"delay":"{{{delay}}}"}}""", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("/v1/crawls", UriKind.Relative), spec);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    private static async Task<JsonElement> WaitForEndAsync(HttpClient http, Guid id)
    {
        var crawl = default(JsonElement);
        await Eventually.HoldsAsync(async () =>
        {
            crawl = await http.GetFromJsonAsync<JsonElement>(new Uri($"/v1/crawls/{id}", UriKind.Relative));
            return crawl.TryGetProperty("endedAt", out _);
        });
        return crawl;
    }

    private static async Task<HttpStatusCode> StatusForHostAsync(HttpClient http, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/crawls");
        request.Headers.Host = host;
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    private sealed record Server(CrawlerProcess Process, Uri Address) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }
}
