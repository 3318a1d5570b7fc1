using Crawler.IntegrationTests.Crawls;
using Crawler.Persistence.Frontier;
using Crawler.Persistence.Workers;
using Crawler.TestKit.Brokers;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Processes;
using Crawler.TestKit.Waiting;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Broker;

/// <summary>Downloaders as processes of their own, which know the broker and the archive, and no database.</summary>
[Collection(HostCollection.Name)]
public sealed class DownloaderProcessTests(RabbitMqServer broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [RabbitMqFact]
    public async Task TerminatedDownloader_EndsInGoodOrderAndCostsNobodyAnAttempt()
    {
        await using var scene = await Scene.BeginAsync(broker, pages: 60);

        scene.Downloaders[0].SendSignal(ProcessSignal.Terminate);

        (await scene.Downloaders[0].WaitForExitAsync()).ShouldBe(0);
        await scene.EndsWholeAsync();
        (await scene.Harness.RowsAsync<FrontierUrl>()).ShouldAllBe(url => url.Attempts == 0 && url.Crashes == 0);
        scene.Sites.ShouldAllBe(site => site.Requests.CountsByTarget().All(target => target.Value == 1));
    }

    [RabbitMqFact]
    public async Task KilledDownloader_IsMissedAndItsPagesAreStoredOnce()
    {
        await using var scene = await Scene.BeginAsync(broker, pages: 60);

        await scene.Downloaders[0].KillAsync();

        await scene.EndsWholeAsync();
        var workers = await scene.Harness.RowsAsync<WorkerRecord>();
        workers.Count(worker => worker is { Service: "downloader", Capacity: 8, MemoryBytes: > 0 }).ShouldBe(3);
        workers.Count(worker => worker.Service == "embedded").ShouldBe(1);
        workers.ShouldAllBe(worker => worker.Version != null && worker.Host != null && worker.StartedAt != null);
    }

    [RabbitMqFact]
    public async Task DownloaderAlone_AnswersItsProbesAndLeavesAtOnce()
    {
        var host = await broker.AddVirtualHostAsync();
        await using var process = CrawlerProcess.StartService("Downloader", Scene.Settings(host, archive: null));

        using var client = new HttpClient { BaseAddress = await Scene.AddressOfAsync(process) };

        await Eventually.HoldsAsync(async () => (await client.GetAsync("/health/ready")).IsSuccessStatusCode);
        (await client.GetAsync("/health/live")).IsSuccessStatusCode.ShouldBeTrue();
        process.SendSignal(ProcessSignal.Terminate);
        (await process.WaitForExitAsync()).ShouldBe(0);
    }

    /// <summary>A crawl over several hosts, on which three downloaders work.</summary>
    private sealed class Scene(FakeWeb web, EmbeddedHarness harness) : IAsyncDisposable
    {
        private Guid _crawlId;
        private List<string> _urls = [];

        public EmbeddedHarness Harness => harness;

        public List<FakeSite> Sites { get; } = [];

        public List<CrawlerProcess> Downloaders { get; } = [];

        public static string[] Settings(VirtualHost host, string? archive) =>
        [
            .. host.Settings, "Http:Urls=http://127.0.0.1:0", "Logging:LogLevel:Microsoft.Hosting.Lifetime=Information",
            "Downloader:AllowedAddresses:0=127.0.0.0/8", "Downloader:MaxBatches=8", "Messaging:HeartbeatInterval=500ms",
            "Logging:Console:FormatterName=simple", "Archive:FlushToDisk=false",
            .. archive is null ? Array.Empty<string>() : [$"Archive:Folder={archive}"],
        ];

        public static async Task<Uri> AddressOfAsync(CrawlerProcess process)
        {
            const string Says = "Now listening on: ";
            var line = await process.WaitForLineAsync(text => text.Contains(Says, StringComparison.Ordinal));
            return new Uri(line[(line.IndexOf(Says, StringComparison.Ordinal) + Says.Length)..].Trim());
        }

        /// <summary>Returns when all three have work.</summary>
        public static async Task<Scene> BeginAsync(RabbitMqServer broker, int pages)
        {
            var host = await broker.AddVirtualHostAsync();
            var scene = new Scene(
                await FakeWeb.StartAsync(),
                await EmbeddedHarness.StartWithoutDownloaderAsync(
                    [.. host.Settings, "Frontier:LeaseTime=5s", "Frontier:WorkerLostAfter=2s", "Messaging:HeartbeatInterval=500ms"]));
            await scene.RunAsync(host, pages);
            return scene;
        }

        public async Task EndsWholeAsync()
        {
            var status = await harness.WaitForEndAsync(_crawlId, Patience);
            status.State.ShouldBe("Completed");
            (await harness.PagesAsync(_crawlId)).Select(page => page.Url).ShouldBe(_urls, ignoreOrder: true);
            StoredCrawl.Read(harness.DatabaseFile).ShouldBeWhole();
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var downloader in Downloaders)
            {
                await downloader.DisposeAsync();
            }

            await harness.DisposeAsync();
            await web.DisposeAsync();
        }

        private async Task RunAsync(VirtualHost host, int pages)
        {
            Sites.AddRange(Enumerable.Range(0, 9).Select(_ => web.AddSite()));
            _urls = [.. Sites.SelectMany(site => site.Generate(pages).Urls)];
            Downloaders.AddRange(Enumerable.Range(0, 3).Select(_ =>
                CrawlerProcess.StartService("Downloader", Settings(host, harness.ArchiveFolder))));
            _crawlId = await harness.SubmitAsync(
                CrawlSpecs.Of([.. Sites.Select(site => site.Url())]).Every(TimeSpan.FromMilliseconds(100)));
            await Eventually.HoldsAsync(
                async () => (await harness.RowsAsync<WorkerRecord>()).Count(worker => worker.InUse > 0) == 3, Patience);
        }
    }
}
