using System.Net;
using System.Text;
using System.Text.Json;

using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Gateway;

public abstract class RowsTests(ServedHarness served)
{
    private const string NdJson = "application/x-ndjson";

    private readonly ApiClient _api = served.Api;

    [Fact]
    public async Task Stream_GivesEveryPageByNumber()
    {
        var (id, generated) = await CrawlAsync(25);

        using var response = await _api.SendAsync(Asking($"/v1/crawls/{id}/pages", NdJson));
        var rows = RowsOf(await response.Content.ReadAsStringAsync());

        response.Content.Headers.ContentType!.MediaType.ShouldBe(NdJson);
        rows.Select(SeqOf).ShouldBe(Enumerable.Range(1, 25).Select(seq => (long)seq));
        rows.Select(UrlOf).ShouldBe(generated.Urls, ignoreOrder: true);
    }

    [Fact]
    public async Task Stream_BeginsAndEndsWhereItIsTold()
    {
        var (id, _) = await CrawlAsync(25);

        using var response = await _api.SendAsync(Asking($"/v1/crawls/{id}/pages?after=10&limit=5", NdJson));

        RowsOf(await response.Content.ReadAsStringAsync()).Select(SeqOf).ShouldBe([11, 12, 13, 14, 15]);
    }

    [Fact]
    public async Task Csv_HasAHeaderAndALineForEveryPage()
    {
        var (id, generated) = await CrawlAsync(12);

        using var response = await _api.SendAsync(Asking($"/v1/crawls/{id}/pages", "text/csv"));
        var lines = (await response.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        response.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8; header=present");
        lines[0].ShouldStartWith("seq,url,status,");
        lines.Skip(1).Select(line => line.Split(',')[1]).ShouldBe(generated.Urls, ignoreOrder: true);
    }

    [Fact]
    public async Task Follow_GivesPagesAsTheyAreStoredUntilTheCrawlHasEnded()
    {
        var site = served.Web.AddSite().Page("/", links: ["/held"]).Page("/held");
        var gate = site.Gate("/held");
        var id = await _api.SubmitAsync(CrawlSpecs.Of(site.Url()));
        await gate.WaitUntilRequestedAsync();

        using var response = await _api.SendAsync(
            Asking($"/v1/crawls/{id}/pages?follow=true", NdJson), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var first = await reader.ReadLineAsync();
        var statusMeanwhile = await _api.StatusAsync(id);
        gate.Open();
        var rest = await reader.ReadToEndAsync();

        SeqOf(JsonDocument.Parse(first!).RootElement).ShouldBe(1);
        statusMeanwhile.HasEnded.ShouldBeFalse();
        RowsOf(rest).Select(UrlOf).ShouldBe([site.Url("/held")]);
        (await _api.StatusAsync(id)).HasEnded.ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task ReaderThatIsCutAnywhere_PutsTogetherExactlyThePages(int seed)
    {
        var random = new Random(seed);
        var site = served.Web.AddSite();
        var generated = site.Generate(60);
        var id = await _api.SubmitAsync(CrawlSpecs.Of(site.Url()));

        var rows = new List<JsonElement>();
        var whole = false;
        while (!whole)
        {
            var after = rows.Count == 0 ? 0 : SeqOf(rows[^1]);
            using var response = await _api.SendAsync(
                Asking($"/v1/crawls/{id}/pages?follow=true&after={after}", NdJson), HttpCompletionOption.ResponseHeadersRead);
            var (text, ended) = await ReadUpToAsync(await response.Content.ReadAsStreamAsync(), random.Next(1, 12_000));
            rows.AddRange(RowsOf(text[..(text.LastIndexOf('\n') + 1)]));
            whole = ended;
        }

        rows.Select(SeqOf).ShouldBe(Enumerable.Range(1, 60).Select(seq => (long)seq));
        rows.Select(UrlOf).ShouldBe(generated.Urls, ignoreOrder: true);
    }

    [Fact]
    public async Task Urls_TellWhatBecameOfEach()
    {
        var site = served.Web.AddSite().Page("/", links: ["/a", "/missing", "http://elsewhere.example/"]).Page("/a");
        var id = await _api.SubmitAsync(CrawlSpecs.Of(site.Url()));
        var status = await _api.WaitForAsync(id, crawl => crawl.HasEnded);

        var all = await ItemsAsync(id, "");
        var gone = await ItemsAsync(id, "?state=gone");
        var outside = await ItemsAsync(id, "?reason=OutOfScope&kind=Page");
        var named = await ItemsAsync(id, $"?contains=/a&host={site.Host}");

        all.Count.ShouldBe((int)status.Counts.Discovered);
        all.Count(url => url.GetProperty("state").GetString() == "Fetched").ShouldBe((int)status.Counts.Fetched);
        gone.Select(UrlOf).ShouldBe([site.Url("/missing")]);
        gone[0].GetProperty("status").GetInt32().ShouldBe(404);
        gone[0].GetProperty("referrer").GetString().ShouldBe(site.Url());
        outside.Select(UrlOf).ShouldBe(["http://elsewhere.example/"]);
        named.Select(UrlOf).ShouldBe([site.Url("/a")]);
    }

    [Fact]
    public async Task Urls_AreReadInPartsThatMissNothing()
    {
        var (id, generated) = await CrawlAsync(25);

        var urls = new List<string>();
        var query = "?limit=10";
        while (query.Length > 0)
        {
            var part = await _api.JsonAsync($"/v1/crawls/{id}/urls{query}");
            urls.AddRange(part.GetProperty("items").EnumerateArray().Select(UrlOf));
            query = part.TryGetProperty("next", out var next) ? $"?limit=10&after={next.GetString()}" : "";
        }

        using var stream = await _api.SendAsync(Asking($"/v1/crawls/{id}/urls", NdJson));
        var streamed = RowsOf(await stream.Content.ReadAsStringAsync()).Select(UrlOf);
        using var csv = await _api.SendAsync(Asking($"/v1/crawls/{id}/urls?limit=3", "text/csv"));
        var lines = (await csv.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        urls.ShouldBe(generated.Urls, ignoreOrder: true);
        streamed.ShouldBe(urls);
        lines.Length.ShouldBe(4);
    }

    [Fact]
    public async Task Page_IsReadByItsNumber()
    {
        var (id, _) = await CrawlAsync(3);

        var page = await _api.JsonAsync($"/v1/crawls/{id}/pages/2");
        using var missing = await _api.GetAsync($"/v1/crawls/{id}/pages/4");
        using var unknown = await _api.GetAsync($"/v1/crawls/{Guid.Empty}/pages/1");

        SeqOf(page).ShouldBe(2);
        await missing.ShouldBeProblemAsync(HttpStatusCode.NotFound, "no-such-page");
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "no-such-crawl");
    }

    [Theory]
    [InlineData("pages?limit=0", "limit")]
    [InlineData("pages?limit=1001", "limit")]
    [InlineData("pages?after=-1", "after")]
    [InlineData("urls?limit=1001", "limit")]
    [InlineData("urls?after=zz", "after")]
    [InlineData("urls?state=7", "state")]
    [InlineData("urls?reason=Because", "reason")]
    [InlineData("urls?kind=", "kind")]
    [InlineData("urls?host=", "host")]
    [InlineData("urls?contains=%00", "contains")]
    public async Task WrongParameter_IsNamed(string path, string field)
    {
        var (id, _) = await CrawlAsync(1);

        using var response = await _api.GetAsync($"/v1/crawls/{id}/{path}");

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-parameter", field);
    }

    [Theory]
    [InlineData("pages", "image/png")]
    [InlineData("urls", "image/png")]
    [InlineData("pages?follow=true", "text/csv")]
    public async Task FormatThatThereIsNot_IsRefused(string path, string accept)
    {
        var (id, _) = await CrawlAsync(1);

        using var response = await _api.SendAsync(Asking($"/v1/crawls/{id}/{path}", accept));

        await response.ShouldBeProblemAsync(HttpStatusCode.NotAcceptable, "not-acceptable", "Accept");
    }

    [Fact]
    public async Task PreferredFormat_IsTaken()
    {
        var (id, _) = await CrawlAsync(1);

        using var response = await _api.SendAsync(
            Asking($"/v1/crawls/{id}/pages", "text/html, application/json;q=0.5, text/csv;q=0.8"));

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
    }

    private static HttpRequestMessage Asking(string path, string accept) =>
        new(HttpMethod.Get, path) { Headers = { { "Accept", accept } } };

    private static List<JsonElement> RowsOf(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static long SeqOf(JsonElement row) => row.GetProperty("seq").GetInt64();

    private static string UrlOf(JsonElement row) => row.GetProperty("url").GetString()!;

    private static async Task<(string Text, bool Ended)> ReadUpToAsync(Stream stream, int bytes)
    {
        var buffer = new byte[bytes];
        var read = await stream.ReadAtLeastAsync(buffer, bytes, throwOnEndOfStream: false);
        return (Encoding.UTF8.GetString(buffer, 0, read), read < bytes);
    }

    private async Task<List<JsonElement>> ItemsAsync(Guid id, string query) =>
        [.. (await _api.JsonAsync($"/v1/crawls/{id}/urls{query}")).GetProperty("items").EnumerateArray()];

    private async Task<(Guid Id, GeneratedPages Pages)> CrawlAsync(int pages)
    {
        var site = served.Web.AddSite();
        var generated = site.Generate(pages);
        var id = await _api.SubmitAsync(CrawlSpecs.Of(site.Url()));
        await _api.WaitForAsync(id, crawl => crawl.HasEnded);
        return (id, generated);
    }
}
