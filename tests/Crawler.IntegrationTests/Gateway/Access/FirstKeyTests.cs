using System.Net;

using Crawler.Gateway.Access;
using Crawler.Gateway.Auditing;
using Crawler.IntegrationTests.Crawls;
using Crawler.Persistence.Access;
using Crawler.TestKit;
using Crawler.TestKit.Databases;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Waiting;

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Gateway.Access;

/// <summary>Before there is a key, with the first one, and where it comes from.</summary>
[Collection(HostCollection.Name)]
public sealed class FirstKeyTests
{
    private const string EveryAddress = "urls=http://0.0.0.0:0";

    [Fact]
    public async Task WithoutAKey_ThisMachineMayDoEverything_UntilThereIsOne_AndNeverAfterwards()
    {
        await using var harness = await EmbeddedHarness.ServeAsync();
        using var local = new ApiClient(harness.Address);
        using var before = await local.GetAsync("/v1/keys");

        var key = await CreateAsync(harness);
        using var after = await local.GetAsync("/v1/crawls");
        await harness.UseAsync<KeyStore, KeyStatus?>(
            store => store.RevokeAsync(key.Id, AuditSource.CommandLine, CancellationToken.None));
        using var revoked = await local.GetAsync("/v1/crawls");

        before.StatusCode.ShouldBe(HttpStatusCode.OK);
        after.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        revoked.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task WithoutAKey_WhatThisMachineDoesIsAuditedAsItsOwn()
    {
        await using var harness = await EmbeddedHarness.ServeAsync();
        using var local = new ApiClient(harness.Address);

        using var cancelled = await local.PostAsync($"/v1/crawls/{Guid.NewGuid()}/cancel");

        var audit = await local.JsonAsync("/v1/audit");
        audit.GetProperty("items")[0].GetProperty("actor").GetString().ShouldBe("local");
    }

    [Fact]
    public async Task KeyThatAnotherProcessMakes_ClosesWhatWasOpen_WithinSeconds()
    {
        await using var database = new SqliteTestDatabase();
        await using var harness = await EmbeddedHarness.ServeAsync([.. database.Settings, "Access:KeyCacheTime=1s"]);
        using var local = new ApiClient(harness.Address);
        using var before = await local.GetAsync("/v1/crawls");
        var key = KeyText.Create();
        using (var connection = database.Open())
        {
            connection.QueryAll(
                "INSERT INTO api_keys (id, name, scope, hash, created_at) VALUES (@id, 'other', 'Read', @hash, 0)",
                ("@id", key.Id), ("@hash", key.Hash));
        }

        using var user = new ApiClient(harness.Address, key.Text);
        await Eventually.HoldsAsync(async () =>
        {
            using var refused = await local.GetAsync("/v1/crawls");
            return refused.StatusCode == HttpStatusCode.Unauthorized;
        });
        using var allowed = await user.GetAsync("/v1/crawls");

        before.StatusCode.ShouldBe(HttpStatusCode.OK);
        allowed.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task DatabaseThatIsGone_OpensNothing()
    {
        await using var harness = await EmbeddedHarness.ServeAsync("Access:KeyCacheTime=0s");
        var key = await CreateAsync(harness);
        File.Delete(harness.DatabaseFile);
        using var local = new ApiClient(harness.Address);
        using var admin = new ApiClient(harness.Address, key.Key);

        using var stranger = await local.GetAsync("/v1/crawls");
        using var known = await admin.GetAsync("/v1/crawls");

        await stranger.ShouldBeProblemAsync(HttpStatusCode.InternalServerError, "internal");
        await known.ShouldBeProblemAsync(HttpStatusCode.InternalServerError, "internal");
    }

    [Fact]
    public async Task WithoutAKey_OtherAddressesAreNotListenedOn()
    {
        var refused = await Should.ThrowAsync<OptionsValidationException>(() => EmbeddedHarness.ServeAsync(EveryAddress));

        refused.Message.ShouldContain("'http://0.0.0.0:0'");
        refused.Message.ShouldContain("crawler keys create");
        refused.Message.ShouldContain("Access:BootstrapKey");
    }

    [Fact]
    public async Task WithAKeyThatIsNoLongerGood_OtherAddressesAreNotListenedOn()
    {
        await using var database = new SqliteTestDatabase();
        await using (var earlier = await EmbeddedHarness.ServeAsync([.. database.Settings]))
        {
            await CreateAsync(earlier, TimeProvider.System.GetUtcNow());
        }

        await Should.ThrowAsync<OptionsValidationException>(
            () => EmbeddedHarness.ServeAsync([.. database.Settings, EveryAddress]));
    }

    [Fact]
    public async Task KeyOfTheSettings_IsAnAdminKey_AlsoForOtherAddresses_UntilItIsRevoked()
    {
        var key = KeyText.Create();
        await using var database = new SqliteTestDatabase();
        string[] settings = [.. database.Settings, $"Access:BootstrapKey={key.Text}"];
        await using (var first = await EmbeddedHarness.ServeAsync([.. settings, EveryAddress]))
        {
            using var admin = new ApiClient(Loopback(first.Address), key.Text);
            using var stranger = new ApiClient(Loopback(first.Address));
            using var allowed = await admin.GetAsync("/v1/audit");
            using var refused = await stranger.GetAsync("/v1/crawls");
            allowed.StatusCode.ShouldBe(HttpStatusCode.OK);
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            using var revoked = await admin.PostAsync($"/v1/keys/{key.Id}/revoke");
            revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await using var second = await EmbeddedHarness.ServeAsync(settings);
        using var late = new ApiClient(second.Address, key.Text);
        using var response = await late.GetAsync("/v1/crawls");
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task KeyOfTheSettings_MayStandInAFile()
    {
        using var folder = new TemporaryFolder();
        var key = KeyText.Create();
        await File.WriteAllTextAsync(folder.File("key"), key.Text + "\n");
        await using var harness = await EmbeddedHarness.ServeAsync($"Access:BootstrapKeyFile={folder.File("key")}");
        using var admin = new ApiClient(harness.Address, key.Text);

        using var allowed = await admin.GetAsync("/v1/keys");

        allowed.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(null, "cannot be read")]
    [InlineData("", null)]
    [InlineData("hunter2hunter2", "holds no access key")]
    public async Task FileWithoutAKey_StopsTheStart_UnlessItIsEmpty(string? text, string? reason)
    {
        using var folder = new TemporaryFolder();
        if (text is not null)
        {
            await File.WriteAllTextAsync(folder.File("key"), text);
        }

        async Task StartAsync()
        {
            await using var harness = await EmbeddedHarness.ServeAsync($"Access:BootstrapKeyFile={folder.File("key")}");
        }

        if (reason is null)
        {
            await StartAsync();
            return;
        }

        var refused = await Should.ThrowAsync<OptionsValidationException>(StartAsync);
        refused.Message.ShouldContain(reason);
        refused.Message.ShouldNotContain("hunter2");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RouteThatSaysNotWhoMayUseIt_StopsTheStart(bool isAnonymous)
    {
        var refused = await Should.ThrowAsync<InvalidOperationException>(() => EmbeddedHarness.ServeAsync(
            builder => builder.AddHttp(_ => { }, endpoints =>
            {
                var route = endpoints.MapGet("/v1/forgotten", () => "secret");
                _ = isAnonymous ? route.AllowAnonymous() : route;
            })));

        refused.Message.ShouldContain("/v1/forgotten");
    }

    private static Uri Loopback(Uri address) => new($"http://127.0.0.1:{address.Port}");

    private static Task<CreatedKey> CreateAsync(EmbeddedHarness harness, DateTimeOffset? expiresAt = null) =>
        harness.UseAsync<KeyStore, CreatedKey>(async store => (await store.CreateAsync(
            "first", AccessScope.Admin, expiresAt, AuditSource.CommandLine, CancellationToken.None))!);
}
