using System.Net;
using System.Text.Json;

using Crawler.Gateway.Access;
using Crawler.Gateway.Auditing;
using Crawler.Persistence.Access;
using Crawler.TestKit.Databases;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Waiting;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Gateway.Access;

/// <summary>Keys over HTTP, and what the audit keeps of them.</summary>
public abstract class KeysTests(GuardedHarness guarded)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private readonly ApiClient _admin = guarded.As("Admin");

    [Fact]
    public async Task NewKey_IsShownOnce_WorksAtOnce_AndNoLongerWhenItIsRevoked()
    {
        using var created = await _admin.PostAsync("/v1/keys", """{"name":"ci ünï","scope":"write"}""");
        var key = JsonDocument.Parse(await created.Content.ReadAsStringAsync()).RootElement;
        var id = key.GetProperty("id").GetString()!;
        using var user = new ApiClient(guarded.Harness.Address, key.GetProperty("key").GetString());
        using var allowed = await user.GetAsync("/v1/crawls");
        using var forbidden = await user.GetAsync("/v1/keys");

        using var revoked = await _admin.PostAsync($"/v1/keys/{id}/revoke");
        using var refused = await user.GetAsync("/v1/crawls");
        using var again = await _admin.PostAsync($"/v1/keys/{id}/revoke");

        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        created.Headers.CacheControl!.NoStore.ShouldBeTrue();
        allowed.StatusCode.ShouldBe(HttpStatusCode.OK);
        forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        var listed = await KeyAsync(id);
        (await again.Content.ReadAsStringAsync()).ShouldContain(listed.GetProperty("revokedAt").GetRawText());
        listed.GetProperty("state").GetString().ShouldBe("Revoked");
        listed.GetProperty("name").GetString().ShouldBe("ci ünï");
        listed.ToString().ShouldNotContain(key.GetProperty("key").GetString()![18..]);
        (await ActionsOnAsync(id)).ShouldBe(["key.create done", "key.revoke done", "key.revoke done"]);
    }

    [Fact]
    public async Task List_GoesThroughAllKeysInParts()
    {
        var whole = await _admin.JsonAsync("/v1/keys?limit=100");
        var ids = new List<string>();
        var after = "";
        while (after is not null)
        {
            var part = await _admin.JsonAsync($"/v1/keys?limit=2&after={after}");
            ids.AddRange(part.GetProperty("items").EnumerateArray().Select(key => key.GetProperty("id").GetString()!));
            after = part.TryGetProperty("next", out var next) ? next.GetString() : null;
        }

        ids.ShouldBe(whole.GetProperty("items").EnumerateArray().Select(key => key.GetProperty("id").GetString()));
        ids.Count.ShouldBeGreaterThan(4);
    }

    [Theory]
    [InlineData("""{}""", "invalid-json", "name")]
    [InlineData("""{"name":null}""", "invalid-parameter", "name")]
    [InlineData("""{"name":""}""", "invalid-parameter", "name")]
    [InlineData("""{"name":"a\nb"}""", "invalid-parameter", "name")]
    [InlineData("""{"name":"a","scope":"root"}""", "invalid-json", "scope")]
    [InlineData("""{"name":"a","scope":2}""", "invalid-json", "scope")]
    [InlineData("""{"name":"a","expiresAt":"2001-01-01T00:00:00Z"}""", "invalid-parameter", "expiresAt")]
    [InlineData("""{"name":"a","expiresAt":"soon"}""", "invalid-json", "expiresAt")]
    public async Task KeyThatCannotBe_IsRefusedWithItsField(string body, string code, string field)
    {
        using var response = await _admin.PostAsync("/v1/keys", body);

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code, field);
    }

    [Theory]
    [InlineData("0badc0de")]
    [InlineData("x")]
    [InlineData("%F0%9F%91%BB")]
    [InlineData("%27%20OR%201=1--")]
    public async Task KeyThatThereIsNot_IsNotFound(string id)
    {
        using var found = await _admin.GetAsync($"/v1/keys/{id}");
        using var revoked = await _admin.PostAsync($"/v1/keys/{id}/revoke");

        await found.ShouldBeProblemAsync(HttpStatusCode.NotFound, "no-such-key");
        await revoked.ShouldBeProblemAsync(HttpStatusCode.NotFound, "no-such-key");
    }

    [Theory]
    [InlineData("/v1/keys?after=%00", "after")]
    [InlineData("/v1/keys?limit=101", "limit")]
    [InlineData("/v1/audit?limit=0", "limit")]
    [InlineData("/v1/audit?after=first", "after")]
    public async Task BadParameter_IsRefused(string path, string field)
    {
        using var response = await _admin.GetAsync(path);

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-parameter", field);
    }

    [Fact]
    public async Task KeyOfTheSettings_IsStoredOnce_AlsoByProcessesThatStartAtOnce()
    {
        var key = KeyText.Create();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => guarded.Harness.UseAsync<KeyStore, bool>(async store =>
        {
            await store.AddBootstrapAsync(key, CancellationToken.None);
            return true;
        })));

        (await KeyAsync(key.Id)).GetProperty("scope").GetString().ShouldBe("Admin");
        (await ActionsOnAsync(key.Id)).ShouldBe(["key.create done"]);
    }

    [Fact]
    public async Task Refusals_AreAudited_ButNotEachOfMany()
    {
        var reader = await guarded.CreateAsync(AccessScope.Read, expiresAt: null);
        using var user = new ApiClient(guarded.Harness.Address, reader.Key);
        using var mistyped = guarded.As("mistyped");
        for (var i = 0; i < 5; i++)
        {
            using var forbidden = await user.PostAsync($"/v1/keys/{reader.Id}/revoke");
            using var refused = await mistyped.GetAsync("/v1/crawls");
            forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        var rows = (await AuditAsync()).Where(row => row.GetProperty("action").GetString() == "access").ToList();
        var row = rows.Where(one => one.GetProperty("actor").GetString() == reader.Id).ShouldHaveSingleItem();
        row.GetProperty("outcome").GetString().ShouldBe("insufficient-scope");
        row.GetProperty("subject").GetString().ShouldBe("POST /v1/keys/{id}/revoke");
        var strangers = rows.Where(one => one.GetProperty("outcome").GetString() == "unauthenticated").ToList();
        strangers.Count.ShouldBeInRange(1, 4, "One a minute, and five were refused.");
        strangers.ShouldAllBe(one => one.GetProperty("actor").GetString() == "none");
    }

    [Fact]
    public async Task UseOfAKey_IsWrittenDown()
    {
        var key = await guarded.CreateAsync(AccessScope.Read, expiresAt: null);
        using var user = new ApiClient(guarded.Harness.Address, key.Key);

        using var response = await user.GetAsync("/v1/crawls");

        await Eventually.HoldsAsync(async () => (await KeyAsync(key.Id)).TryGetProperty("lastUsedAt", out _));
        (await KeyAsync(key.Id)).GetProperty("lastUsedAt").GetDateTimeOffset()
            .ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task KeyThatExpires_IsRefusedFromThenOn()
    {
        var key = await guarded.CreateAsync(AccessScope.Read, TimeProvider.System.GetUtcNow() + Lifetime);
        using var user = new ApiClient(guarded.Harness.Address, key.Key);

        using var before = await user.GetAsync("/v1/crawls");
        before.StatusCode.ShouldBe(HttpStatusCode.OK);

        await Eventually.HoldsAsync(async () =>
        {
            using var response = await user.GetAsync("/v1/crawls");
            return response.StatusCode == HttpStatusCode.Unauthorized;
        });
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("cancel")]
    public async Task ControlOfACrawl_IsAudited_AlsoWhereItIsRefused(string command)
    {
        var id = Guid.NewGuid();
        using var writer = guarded.As("Write");

        using var response = await writer.PostAsync($"/v1/crawls/{id}/{command}");

        var row = (await AuditAsync()).First(one => one.TryGetProperty("subject", out var of) && of.GetString() == id.ToString());
        row.GetProperty("action").GetString().ShouldBe($"crawl.{command}");
        row.GetProperty("outcome").GetString().ShouldBe("no-such-crawl");
        row.GetProperty("actor").GetString().ShouldBe(guarded.Keys["Write"].Substring(8, 8));
        row.GetProperty("remoteAddress").GetString().ShouldBe("127.0.0.1");
        row.GetProperty("at").GetDateTimeOffset().ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Audit_IsReadInParts_FromTheNewest()
    {
        await guarded.CreateAsync(AccessScope.Read, expiresAt: null);

        var first = await _admin.JsonAsync("/v1/audit?limit=2");
        var second = await _admin.JsonAsync($"/v1/audit?limit=2&after={first.GetProperty("next").GetInt64()}");

        var seqs = first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray())
            .Select(row => row.GetProperty("seq").GetInt64()).ToList();
        seqs.Count.ShouldBe(4);
        seqs.ShouldBe(seqs.OrderDescending());
    }

    [Fact]
    public async Task RowsThatAreOld_AreRemovedFromTheAudit_AndNoOthers()
    {
        var key = await guarded.CreateAsync(AccessScope.Read, expiresAt: null);
        using (var connection = guarded.Harness.OpenDatabase())
        {
            connection.QueryAll("UPDATE audit SET at = (SELECT min(at) FROM audit) WHERE subject = @id", ("@id", key.Id));
        }

        var later = await guarded.CreateAsync(AccessScope.Read, expiresAt: null);
        var oldest = (await AuditAsync()).Min(row => row.GetProperty("at").GetDateTimeOffset());
        await guarded.Harness.UseAsync<AuditTrail, bool>(async audit =>
        {
            await audit.RemoveAsync(oldest + TimeSpan.FromMilliseconds(1), CancellationToken.None);
            return true;
        });

        (await ActionsOnAsync(key.Id)).ShouldBeEmpty();
        (await ActionsOnAsync(later.Id)).ShouldBe(["key.create done"]);
    }

    private async Task<JsonElement> KeyAsync(string id) =>
        (await _admin.JsonAsync("/v1/keys?limit=100")).GetProperty("items").EnumerateArray()
            .Single(key => key.GetProperty("id").GetString() == id);

    private async Task<IEnumerable<JsonElement>> AuditAsync() =>
        (await _admin.JsonAsync("/v1/audit?limit=1000")).GetProperty("items").EnumerateArray();

    private async Task<IEnumerable<string>> ActionsOnAsync(string subject) =>
        from row in (await AuditAsync()).Reverse()
        where row.TryGetProperty("subject", out var of) && of.GetString() == subject
        select $"{row.GetProperty("action").GetString()} {row.GetProperty("outcome").GetString()}";
}
