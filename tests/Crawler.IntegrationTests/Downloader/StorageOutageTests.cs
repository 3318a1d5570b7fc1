using Crawler.Archive;
using Crawler.Archive.Folders;
using Crawler.Contracts.V1.Fetching;
using Crawler.TestKit;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Time;
using Crawler.TestKit.Web;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Downloader;

/// <summary>A downloader that cannot keep pages leaves sites alone until it can.</summary>
public sealed class StorageOutageTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(5);

    private readonly ManualTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task ArchiveThatFails_IsTriedByOneBatchNowAndThen()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/");
        using var folder = new TemporaryFolder();
        var archive = new BrokenArchive(Folder(folder)) { IsBroken = true };
        await using var downloader = Downloader(archive);

        await FetchAsync(downloader, site.Url());
        var held = Enumerable.Range(0, 20).Select(_ => FetchAsync(downloader, site.Url())).ToList();
        (await HealthAsync(downloader)).ShouldBe(HealthStatus.Degraded);
        held.ShouldAllBe(fetch => !fetch.IsCompleted);
        _time.Advance(Delay);
        (await Task.WhenAll(held)).ShouldAllBe(outcome => outcome == OutcomeKind.NotAttempted);
        site.Requests.Count.ShouldBe(1);

        await FetchAsync(downloader, site.Url());
        site.Requests.Count.ShouldBe(2);
        _time.Advance(Delay);
        var tooEarly = FetchAsync(downloader, site.Url());
        archive.IsBroken = false;
        _time.Advance(Delay);
        (await tooEarly).ShouldBe(OutcomeKind.NotAttempted);
        (await FetchAsync(downloader, site.Url())).ShouldBe(OutcomeKind.Fetched);
        (await FetchAsync(downloader, site.Url())).ShouldBe(OutcomeKind.Fetched);
        (await HealthAsync(downloader)).ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task CrawlsThatArchiveNothing_GoOnWithoutTheArchive()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/");
        using var folder = new TemporaryFolder();
        await using var downloader = Downloader(new BrokenArchive(Folder(folder)) { IsBroken = true });
        await FetchAsync(downloader, site.Url());

        var outcome = await downloader.FetchAsync(site.Url());

        outcome.Kind.ShouldBe(OutcomeKind.Fetched);
        FetchAsync(downloader, site.Url()).IsCompleted.ShouldBeFalse();
        site.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task BodyThatCannotBeSpooled_HoldsEveryBatchBack()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/");
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("spool"), "no folder");
        await using var downloader = Downloader(Folder(folder), SpoolIn(folder));

        await downloader.FetchAsync(site.Url());
        var held = downloader.FetchAsync(site.Url());
        _time.Advance(TimeSpan.FromSeconds(2));

        (await held).Kind.ShouldBe(OutcomeKind.NotAttempted);
        site.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task RobotsThatCannotBeSpooled_GiveThePagesBackOnceTheFetchesThatRunHaveEnded()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var other = web.AddSite();
        site.Respond("/gone", 404);
        other.Respond("/robots.txt", 200, "User-agent: *", "text/plain").Page("/");
        var gate = site.Gate("/gone");
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("spool"), "no folder");
        await using var downloader = Downloader(Folder(folder), SpoolIn(folder));

        var running = downloader.RunAsync(TestBatch.Of(site.Url("/gone"), other.Url("/")) with { Connections = 2 });
        await gate.WaitUntilRequestedAsync();
        gate.Open();

        (await running).Outcomes.Select(outcome => outcome.Kind).ShouldBe([OutcomeKind.Gone, OutcomeKind.NotAttempted]);
    }

    private static string[] SpoolIn(TemporaryFolder folder) =>
        ["Downloader:SpoolMemoryBytes=0", $"Downloader:SpoolFolder={folder.File("spool")}"];

    private static FolderArchiveStore Folder(TemporaryFolder folder) =>
        new(folder.File("archive"), new ArchiveOptions { FlushToDisk = false }, "one", TimeProvider.System);

    private static async Task<OutcomeKind> FetchAsync(DownloaderHost downloader, string url) =>
        (await downloader.FetchAsync(url, batch => batch with { Archive = true })).Kind;

    private static async Task<HealthStatus> HealthAsync(DownloaderHost downloader) =>
        (await downloader.Host.Services.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(check => check.Name == "storage")).Status;

    private DownloaderHost Downloader(IArchiveStore archive, params string[] settings) => new(
        time: _time,
        configure: builder => builder.Services.AddSingleton(archive),
        settings: settings);
}
