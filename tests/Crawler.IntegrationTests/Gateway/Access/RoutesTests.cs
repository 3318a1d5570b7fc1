using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

using Crawler.IntegrationTests.Crawls;
using Crawler.Persistence.Access;
using Crawler.TestKit.Snapshots;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Gateway.Access;

/// <summary>Every route there is, with every kind of key.</summary>
[Collection(HostCollection.Name)]
public sealed partial class RoutesTests(GuardedHarness guarded) : IClassFixture<GuardedHarness>
{
    private static readonly string?[] NotGood = [null, "expired", "revoked", "unknown", "mistyped"];

    [Fact]
    public void Routes_AreThoseOfTheList() => Snapshot.Match(string.Join('\n', guarded.Routes) + "\n");

    [Fact]
    public async Task WithoutAGoodKey_OnlyWhatIsPublicAnswers_AndAllElseInTheSameWords()
    {
        var answers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var kind in NotGood)
        {
            foreach (var (method, path, scope) in guarded.Routes.Select(Parse))
            {
                using var response = await SendAsync(kind, method, path);
                if (scope is null)
                {
                    response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{method} {path}, {kind}");
                    continue;
                }

                await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
                response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer realm=\"crawler\"");
                answers.Add(TraceId().Replace(await response.Content.ReadAsStringAsync(), ""));
            }
        }

        answers.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Scope_IsEnoughForItsRoutes_AndForNoOthers()
    {
        foreach (var granted in Enum.GetValues<AccessScope>())
        {
            foreach (var (method, path, needed) in guarded.Routes.Select(Parse))
            {
                using var response = await SendAsync(granted.ToString(), method, path);
                if (needed is null || granted >= needed)
                {
                    ((int)response.StatusCode).ShouldNotBeOneOf(401, 403, 429);
                    ((int)response.StatusCode).ShouldBeLessThan(500, $"{method} {path}");
                    continue;
                }

                await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "insufficient-scope");
                var name = needed.ToString()!.ToLowerInvariant();
                response.Headers.WwwAuthenticate.ToString().ShouldEndWith($"error=\"insufficient_scope\", scope=\"{name}\"");
            }
        }
    }

    [Fact]
    public async Task PathThatThereIsNot_TellsNobodyWithoutAKey()
    {
        using var stranger = await SendAsync(kind: null, "GET", "/v1/nothing");
        using var method = await SendAsync(kind: null, "DELETE", "/v1/crawls");
        using var reader = await SendAsync("Read", "GET", "/v1/nothing");

        stranger.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        method.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        reader.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Probes_NeedNoKey()
    {
        using var live = await SendAsync(kind: null, "GET", "/health/live");
        using var ready = await SendAsync("mistyped", "GET", "/health/ready");

        live.StatusCode.ShouldBe(HttpStatusCode.OK);
        ready.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task KeyAnywhereElseThanInItsField_IsNone()
    {
        var key = guarded.Keys["Admin"];
        using var query = await SendAsync(kind: null, "GET", $"/v1/crawls?access_token={key}&key={key}");
        using var basic = await SendWithAsync(
            new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{key}:"))), "GET", "/v1/crawls");
        using var bare = await SendWithAsync(new(key), "GET", "/v1/crawls");
        using var inAnyCase = await SendWithAsync(new("bearer", key), "GET", "/v1/crawls");

        query.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        basic.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        bare.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        inAnyCase.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static (string Method, string Path, AccessScope? Needed) Parse(string route)
    {
        var (method, path, who) = (route.Split(' ')[0], route.Split(' ')[1].TrimEnd(':'), route.Split(' ')[2]);
        return (method, Parameter().Replace(path, Example), who == "public" ? null : Enum.Parse<AccessScope>(who));
    }

    private static string Example(Match parameter) => parameter.Value switch
    {
        "{id:guid}" => "9b4eb1d8-0000-4000-8000-000000000000",
        "{documentName}" => "v1",
        _ => "00000000",
    };

    private async Task<HttpResponseMessage> SendAsync(string? kind, string method, string path) => await SendWithAsync(
        kind is null ? null : new AuthenticationHeaderValue("Bearer", guarded.Keys[kind]), method, path);

    private async Task<HttpResponseMessage> SendWithAsync(
        AuthenticationHeaderValue? authorization, string method, string path)
    {
        using var http = new HttpClient { BaseAddress = guarded.Harness.Address };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = authorization;
        request.Content = method is "POST" or "PATCH" or "PUT"
            ? new StringContent("{}", Encoding.UTF8, "application/json") : null;
        return await http.SendAsync(request);
    }

    /// <summary>The number of the request, by which its logs are found.</summary>
    [GeneratedRegex("\"traceId\":\"[0-9a-f-]+\"", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex TraceId();

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Parameter();
}
