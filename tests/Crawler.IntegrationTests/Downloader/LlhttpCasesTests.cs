using System.Text.Json;

using Crawler.Contracts.V1.Fetching;
using Crawler.TestKit.Cases;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;
using Xunit.Abstractions;

namespace Crawler.IntegrationTests.Downloader;

[Trait("Category", "Cases")]
public sealed class LlhttpCasesTests(ITestOutputHelper output)
{
    /// <summary>
    /// What a strict parser refuses we may take or refuse; but every answer ends as an outcome that blames the server,
    /// and what both take has the same status.
    /// </summary>
    [CasesFact]
    public async Task EveryRawResponse_EndsAsOutcomeOfItsServer()
    {
        using var cases = CaseFiles.Json("http", "llhttp-response-cases.json");
        await using var downloader = new DownloaderHost(settings: "Downloader:FirstByteTimeout=5s");
        var tally = new CaseTally("http/llhttp-response-cases.json");
        foreach (var row in cases.RootElement.GetProperty("cases").EnumerateArray())
        {
            await using var site = RawSite.Answer(row.GetProperty("rawBase64").GetBytesFromBase64());

            var outcome = await downloader.FetchAsync(site.Url());

            var isWrong = outcome.Kind == OutcomeKind.NotAttempted
                || outcome.Reason is "Internal" or "Timeout" or "Connect"
                || (outcome.HttpStatus is { } status && IsAccepted(row, out var expected) && status != expected);
            tally.Add(
                row.GetProperty("id").GetString()!,
                isWrong ? $"{outcome.Kind} {outcome.Reason} {outcome.HttpStatus}" : null,
                row.GetProperty("outcome").GetString()!);
        }

        tally.Report(output).ShouldBeEmpty();
    }

    /// <summary>Rows that begin with an interim answer name its status, not the final one's.</summary>
    private static bool IsAccepted(JsonElement row, out int status)
    {
        status = 0;
        return row.GetProperty("outcome").GetString() == "accept"
            && row.GetProperty("status") is { ValueKind: JsonValueKind.Number } number
            && number.TryGetInt32(out status)
            && status >= 200;
    }
}
