using Crawler.Archive;
using Crawler.Archive.Warc;
using Crawler.Contracts.V1.Fetching;
using Crawler.ServiceDefaults.Hosting;
using Crawler.TestKit.Web;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Downloader;

public sealed class ArchivingTests
{
    [Fact]
    public async Task AnsweredResponses_AreArchivedAsSent()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.CompressedPage("/page", "gzip", title: "Page")
            .Redirect("/moved", "/page", 301)
            .Respond("/gone", 404, "nothing")
            .Respond("/failing", 500, "broken")
            .Respond("/large", 200, new string('x', 300_000))
            .Respond("/kept-out", 200, "<p>x", "text/html", ("X-Robots-Tag", "noarchive"))
            .Respond("/refused", 200, new string('x', 600_000));
        string[] paths = ["/page", "/moved", "/gone", "/failing", "/large", "/kept-out", "/refused"];
        await using var downloader = new DownloaderHost(settings: "Downloader:SpoolMemoryBytes=100000");

        var answer = await downloader.RunAsync(TestBatch.Of([.. paths.Select(path => site.Url(path))]) with
        {
            Archive = true,
            MaxBodyBytes = 500_000,
        });

        answer.Outcomes.Select(outcome => outcome.Archive is not null).ShouldBe(
            [true, true, true, true, true, false, false]);
        await using (var page = await ReadAsync(downloader, answer.Outcomes[0]))
        {
            page.Status.ShouldBe(200);
            page.TargetUrl.ShouldBe(site.Url("/page"));
            page.Headers.ShouldContain(new HttpField("Content-Encoding", "gzip"));
            page.BodyBytes.ShouldBe(
                SiteCompression.Encode(System.Text.Encoding.UTF8.GetBytes(HtmlText.Page("Page", null)), "gzip").Length);
        }

        await using (var large = await ReadAsync(downloader, answer.Outcomes[4]))
        {
            large.BodyBytes.ShouldBe(300_000);
        }

        await CheckFilesAsync(downloader);
    }

    [Fact]
    public async Task NamedInstance_NamesItsFiles()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/");
        await using var downloader = new DownloaderHost(settings: "Downloader:ArchiveInstance=steady");

        var outcome = await downloader.FetchAsync(site.Url(), batch => batch with { Archive = true });

        outcome.Archive!.File.ShouldContain("-steady-");
    }

    [Fact]
    public async Task BodiesThatWereCut_SayWhy()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Respond("/long", 404, new string('x', 10_000))
            .Raw("/torn", "HTTP/1.1 404 Not Found\r\nContent-Length: 1000\r\n\r\nabc")
            .Handle("/slow", StallAsync);
        await using var downloader = new DownloaderHost(
            settings: ["Downloader:MaxErrorBodyBytes=5000", "Downloader:RateWindow=1s"]);

        var answer = await downloader.RunAsync(
            TestBatch.Of(site.Url("/long"), site.Url("/torn"), site.Url("/slow")) with { Archive = true });

        var cuts = new List<(TruncationReason?, long)>();
        foreach (var outcome in answer.Outcomes)
        {
            await using var response = await ReadAsync(downloader, outcome);
            cuts.Add((response.Truncated, response.BodyBytes));
        }

        cuts.ShouldBe(
            [(TruncationReason.Length, 5_000), (TruncationReason.Disconnect, 3), (TruncationReason.Time, 3)]);
        await CheckFilesAsync(downloader);
    }

    [Fact]
    public async Task Metadata_SaysHowTheUrlWasFoundAndThePageRead()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.PageInCharset("/", System.Text.Encoding.Latin1, "Page");
        await using var downloader = new DownloaderHost(settings: "Archive:Metadata=true");

        await downloader.FetchAsync(site.Url("/"), batch => batch with
        {
            Archive = true,
            Urls = [batch.Urls[0] with { Via = "https://via.example/", DiscoveryPath = "SLR" }],
        });

        var file = Directory.GetFiles(downloader.ArchiveFolder, "*.warc.gz", SearchOption.AllDirectories).Single();
        await using var reader = new WarcReader(
            File.Open(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        WarcRecord? record;
        do
        {
            record = await reader.ReadAsync(CancellationToken.None);
        }
        while (record is not null and not { Type: "metadata" });

        using var block = new StreamReader(record!.Block);
        var fields = (await block.ReadToEndAsync()).Split("\r\n");
        fields[0].ShouldMatch("^fetchTimeMs: [0-9]+$");
        fields[1..].ShouldBe(
            ["via: https://via.example/", "hopsFromSeed: LR", "charsetForLinkExtraction: windows-1252", ""]);
    }

    [Fact]
    public async Task NotModified_IsNotArchived()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Respond("/", 304);
        await using var downloader = new DownloaderHost();

        var outcome = await downloader.FetchAsync(
            site.Url(), batch => batch with { Archive = true, Urls = [batch.Urls[0] with { ETag = "\"v1\"" }] });

        outcome.Kind.ShouldBe(OutcomeKind.NotModified);
        outcome.Archive.ShouldBeNull();
    }

    [Fact]
    public async Task ArchiveThatCannotBeWritten_GivesPagesBack()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/a").Page("/b");
        await using var downloader = new DownloaderHost(configure: With(new FullArchive(failsAppend: true)));

        var answer = await downloader.RunAsync(TestBatch.Of(site.Url("/a"), site.Url("/b")) with { Archive = true });

        answer.Outcomes.ShouldAllBe(outcome => outcome.Kind == OutcomeKind.NotAttempted);
        site.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task ArchiveThatCannotBeFlushed_GivesArchivedPagesBack()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/a").Handle("/reset", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var downloader = new DownloaderHost(configure: With(new FullArchive(failsAppend: false)));

        var answer = await downloader.RunAsync(
            TestBatch.Of(site.Url("/a"), site.Url("/reset")) with { Archive = true });

        answer.Outcomes.Select(outcome => outcome.Kind).ShouldBe([OutcomeKind.NotAttempted, OutcomeKind.Failed]);
    }

    private static Action<ICrawlerBuilder> With(IArchiveStore store) => builder => builder.Services.AddSingleton(store);

    private static async Task<ArchivedResponse> ReadAsync(DownloaderHost downloader, UrlOutcome outcome)
    {
        var location = outcome.Archive!;
        var response = await downloader.Host.Services.GetRequiredService<IArchiveStore>().ReadAsync(
            new ArchivePointer(location.File, location.Offset, location.Length), CancellationToken.None);
        return response.ShouldNotBeNull();
    }

    /// <summary>An error whose body stops after three bytes.</summary>
    private static async Task StallAsync(HttpContext context)
    {
        context.Response.StatusCode = 404;
        context.Response.ContentLength = 1_000;
        await context.Response.WriteAsync("abc", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        var left = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(left.SetResult);
        await left.Task;
    }

    private static async Task CheckFilesAsync(DownloaderHost downloader)
    {
        var files = Directory.GetFiles(downloader.ArchiveFolder, "*.warc.gz", SearchOption.AllDirectories);
        files.ShouldNotBeEmpty();
        foreach (var path in files)
        {
            await using var file = File.Open(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var report = await WarcChecker.CheckAsync(file, CancellationToken.None);
            report.Problems.ShouldBeEmpty();
            report.Records.ShouldBeGreaterThan(2);
        }
    }

    private sealed class FullArchive(bool failsAppend) : IArchiveStore
    {
        public ValueTask<ArchivePointer> AppendAsync(ArchivedFetch fetch, CancellationToken cancellationToken) =>
            failsAppend
                ? throw new IOException("No space left on device.")
                : new(new ArchivePointer("a.warc.gz", 0, 1));

        public ValueTask FlushAsync(Guid crawlId, CancellationToken cancellationToken) =>
            throw new IOException("No space left on device.");

        public ValueTask<ArchivedResponse?> ReadAsync(ArchivePointer location, CancellationToken cancellationToken) =>
            new((ArchivedResponse?)null);

        public ValueTask DeleteCrawlAsync(Guid crawlId, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
