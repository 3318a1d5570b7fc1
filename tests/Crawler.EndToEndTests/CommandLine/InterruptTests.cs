using System.Diagnostics;

using Crawler.TestKit.Processes;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.EndToEndTests.CommandLine;

[Collection(ProcessCollection.Name)]
public sealed class InterruptTests
{
    [Theory]
    [InlineData(ProcessSignal.Interrupt)]
    [InlineData(ProcessSignal.Terminate)]
    public async Task Signal_PausesWithinSecondsAndResumeFinishes(ProcessSignal signal)
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var generated = site.Generate(100);
        using var user = new DataFolderUser();
        await using var process = user.Start("crawl", site.Url(), "--delay", "100ms", "--sitemap", "skip", "--json");
        await site.WaitForAsync(10, TimeSpan.FromSeconds(60));

        var signalledAt = Stopwatch.GetTimestamp();
        process.SendSignal(signal);
        var paused = await DataFolderUser.EndAsync(process);
        var took = Stopwatch.GetElapsedTime(signalledAt);
        var resumed = await user.RunAsync("crawl", "--resume", "--json");

        paused.ExitCode.ShouldBe(130, paused.ToString());
        paused.Json.GetProperty("state").GetString().ShouldBe("Paused");
        paused.Json.GetProperty("counts").GetProperty("leased").GetInt64().ShouldBe(0);
        paused.Errors.ShouldContain(line => line.StartsWith("Interrupted.", StringComparison.Ordinal));
        took.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        resumed.ExitCode.ShouldBe(0, resumed.ToString());
        user.ReadCrawl().Pages.Select(page => page.Url).ShouldBe(generated.Urls, ignoreOrder: true);
        user.ReadCrawl().ShouldBeWhole();
        site.Requests.CountsByTarget().ShouldAllBe(target => target.Value == 1);
    }
}
