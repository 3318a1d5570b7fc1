using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

using Crawler.Contracts.V1.Crawls;
using Crawler.Gateway.Queries;
using Crawler.ServiceDefaults.Serialization;
using Crawler.TestKit.Waiting;

using Shouldly;

namespace Crawler.TestKit.Hosts;

/// <summary>Speaks HTTP to the API, as a stranger would, or as who has a key.</summary>
public sealed class ApiClient(Uri address, string? key = null) : IDisposable
{
    private readonly HttpClient _http = new()
    {
        BaseAddress = address,
        DefaultRequestHeaders = { Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key) },
    };

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(new Uri(path, UriKind.Relative));

    public Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead) =>
        _http.SendAsync(request, completion);

    public Task<HttpResponseMessage> PostAsync(
        string path, string? json = null, string? idempotencyKey = null, string mediaType = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, mediaType);

        // A server that refuses a long body closes the connection, and a client that still writes would miss the answer.
        request.Headers.ExpectContinue = json?.Length > 1024 * 1024;
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return _http.SendAsync(request);
    }

    /// <summary>Submits a crawl, which must be accepted, and returns the id that the Location names.</summary>
    public async Task<Guid> SubmitAsync(CrawlSpec spec, string? idempotencyKey = null)
    {
        using var response = await PostAsync("/v1/crawls", JsonSerializer.Serialize(spec, CrawlerJson.Options), idempotencyKey);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return Guid.Parse(response.Headers.Location!.OriginalString.Split('/')[^1]);
    }

    public async Task CommandAsync(Guid id, string command)
    {
        using var response = await PostAsync($"/v1/crawls/{id}/{command}");
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
    }

    public async Task<CrawlStatus> StatusAsync(Guid id)
    {
        var status = await ReadAsync<CrawlStatus>($"/v1/crawls/{id}");
        status.Counts.ShouldAddUp();
        return status;
    }

    public async Task<CrawlStatus> WaitForAsync(Guid id, Func<CrawlStatus, bool> condition)
    {
        CrawlStatus? last = null;
        await Eventually.HoldsAsync(async () => condition(last = await StatusAsync(id)), because: $"of crawl {id}");
        return last!;
    }

    /// <summary>A part of the stored pages: those after a number.</summary>
    public async Task<IReadOnlyList<StoredPage>> PagesAsync(Guid id, long after, int limit)
    {
        var part = await JsonAsync($"/v1/crawls/{id}/pages?after={after}&limit={limit}");
        return part.GetProperty("items").Deserialize<IReadOnlyList<StoredPage>>(CrawlerJson.Options)!;
    }

    public async Task<JsonElement> JsonAsync(string path) => await ReadAsync<JsonElement>(path);

    public void Dispose() => _http.Dispose();

    private async Task<TResult> ReadAsync<TResult>(string path) =>
        (await _http.GetFromJsonAsync<TResult>(new Uri(path, UriKind.Relative), CrawlerJson.Options))!;
}
