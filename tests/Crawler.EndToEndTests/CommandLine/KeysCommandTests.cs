using System.Net;
using System.Net.Http.Headers;

using Crawler.TestKit.Processes;
using Crawler.TestKit.Waiting;

using Shouldly;

using Xunit;

namespace Crawler.EndToEndTests.CommandLine;

/// <summary>Who has the folder makes the keys of the API.</summary>
[Collection(ProcessCollection.Name)]
public sealed class KeysCommandTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task FirstKey_LetsOtherAddressesBeServed_AndItsEndIsHeardOf()
    {
        using var user = new DataFolderUser();
        var refused = await user.RunAsync("serve", "--urls", "http://0.0.0.0:0");

        var created = await user.RunAsync("keys", "create", "--name", "first", "--scope", "read", "--expires-in", "90d");
        var key = created.Output.ShouldHaveSingleItem();
        await using var server = user.Start("serve", "--urls", "http://0.0.0.0:0");
        await server.WaitForLineAsync(IsServing, Patience);
        var listed = await user.RunAsync("keys", "list");
        var revoked = await user.RunAsync("keys", "revoke", key);
        var after = await user.RunAsync("keys", "list");

        refused.ExitCode.ShouldBe(2);
        refused.Errors[^1].ShouldContain("crawler keys create");
        created.ExitCode.ShouldBe(0, created.ToString());
        key.ShouldStartWith("crawler_");
        created.Errors.ShouldHaveSingleItem().ShouldContain(key.Substring(8, 8));
        listed.Output.ShouldContain(
            line => line.Contains(key.Substring(8, 8)) && line.Contains("first") && line.Contains("Active"));
        revoked.ExitCode.ShouldBe(0, revoked.ToString());
        after.Output.ShouldContain(line => line.Contains(key.Substring(8, 8)) && line.Contains("Revoked"));
        after.ToString().ShouldNotContain(key[17..]);
    }

    [Fact]
    public async Task KeyMadeWhileItServes_IsNeededFromThenOn()
    {
        using var user = new DataFolderUser();
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        await using var server = user.Start("serve", "--urls", address.OriginalString);
        await server.WaitForLineAsync(IsServing, Patience);
        using var http = new HttpClient { BaseAddress = address };
        (await StatusAsync(http)).ShouldBe(HttpStatusCode.OK);

        var created = await user.RunAsync("keys", "create", "--name", "me");

        await Eventually.HoldsAsync(async () => await StatusAsync(http) == HttpStatusCode.Unauthorized);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", created.Output[0]);
        (await StatusAsync(http)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task WhatCannotBe_IsRefused()
    {
        using var user = new DataFolderUser();
        await user.RunAsync("keys", "create", "--name", "one");

        var nameless = await user.RunAsync("keys", "create", "--name", "");
        var past = await user.RunAsync("keys", "create", "--name", "a", "--expires-in", "0s");
        var unknown = await user.RunAsync("keys", "revoke", "0badc0de");

        nameless.ShouldBeRefused("--name: must be 1 to 100 characters");
        past.ShouldBeRefused("--expires-in: must be in the future");
        unknown.ShouldBeRefused("KEY-ID: there is no key '0badc0de'");
    }

    private static bool IsServing(string line) => line.StartsWith("Listening on ", StringComparison.Ordinal);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http)
    {
        using var response = await http.GetAsync(new Uri("/v1/crawls", UriKind.Relative));
        return response.StatusCode;
    }
}
