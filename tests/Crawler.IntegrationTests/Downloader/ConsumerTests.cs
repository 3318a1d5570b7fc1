using System.Threading.Channels;

using Crawler.Contracts.V1.Control;
using Crawler.Contracts.V1.Crawls;
using Crawler.Contracts.V1.Fetching;
using Crawler.TestKit.Web;

using MassTransit;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Downloader;

public sealed class ConsumerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Batch_IsAnsweredOnce()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/a", links: ["/b"]);
        await using var bus = await RunningBus.StartAsync();
        var batch = TestBatch.Of(site.Url("/a"));

        await bus.PublishAsync(batch);
        var answer = await bus.NextAsync<HostBatchFetched>();

        answer.LeaseId.ShouldBe(batch.LeaseId);
        answer.CrawlId.ShouldBe(batch.CrawlId);
        answer.Host.ShouldBe(batch.Host);
        answer.Outcomes.ShouldHaveSingleItem().Kind.ShouldBe(OutcomeKind.Fetched);
        answer.Links.ShouldHaveSingleItem().Url.ShouldBe(site.Url("/b"));
    }

    [Fact]
    public async Task AnsweredLease_IsGivenBackWhenItComesAgain()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/a");
        await using var bus = await RunningBus.StartAsync();
        var batch = TestBatch.Of(site.Url("/a"));

        await bus.PublishAsync(batch);
        await bus.NextAsync<HostBatchFetched>();
        await bus.PublishAsync(batch);
        var second = await bus.NextAsync<HostBatchFetched>();

        second.Outcomes.ShouldAllBe(outcome => outcome.Kind == OutcomeKind.NotAttempted);
        second.CameAgain.ShouldBeTrue();
        site.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task RunningLease_IsAnsweredByTheOneThatRuns()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/a").Page("/other");
        var gate = site.Gate("/a");
        await using var bus = await RunningBus.StartAsync();
        var batch = TestBatch.Of(site.Url("/a"));

        await bus.PublishAsync(batch);
        await gate.WaitUntilRequestedAsync();
        await bus.PublishAsync(batch);
        var other = TestBatch.Of(site.Url("/other"));
        await bus.PublishAsync(other);
        (await bus.NextAsync<HostBatchFetched>()).LeaseId.ShouldBe(other.LeaseId);
        gate.Open();

        (await bus.NextAsync<HostBatchFetched>()).Outcomes[0].Kind.ShouldBe(OutcomeKind.Fetched);
        site.Requests.Count(request => request.Target == "/a").ShouldBe(1);
    }

    [Fact]
    public async Task RedeliveredBatch_IsNotFetched_AndTheAnswerSaysThatItCameAgain()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/a");
        await using var bus = await RunningBus.StartAsync();

        await bus.PublishAsync(
            TestBatch.Of(site.Url("/a")), context => context.Headers.Set(MessageHeaders.RedeliveryCount, 1));

        var answer = await bus.NextAsync<HostBatchFetched>();
        answer.CameAgain.ShouldBeTrue();
        answer.Outcomes[0].Kind.ShouldBe(OutcomeKind.NotAttempted);
        site.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task LapsedLease_IsGivenBack()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/a");
        await using var bus = await RunningBus.StartAsync();

        await bus.PublishAsync(
            TestBatch.Of(site.Url("/a")) with { LeasedUntil = TimeProvider.System.GetUtcNow().AddSeconds(-1) });

        var answer = await bus.NextAsync<HostBatchFetched>();
        answer.CameAgain.ShouldBeFalse();
        answer.Outcomes[0].Kind.ShouldBe(OutcomeKind.NotAttempted);
        site.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task StoppedCrawl_FinishesWhatRunsAndGivesTheRestBack(bool ends)
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/a").Page("/b");
        var gate = site.Gate("/a");
        await using var bus = await RunningBus.StartAsync();
        var batch = TestBatch.Of(site.Url("/a"), site.Url("/b")) with { Interval = TimeSpan.FromMinutes(1) };

        await bus.PublishAsync(batch);
        await gate.WaitUntilRequestedAsync();
        var at = TimeProvider.System.GetUtcNow();
        await (ends
            ? bus.PublishAsync(new CrawlStopping { CrawlId = batch.CrawlId, At = at })
            : bus.PublishAsync(new CrawlPaused { CrawlId = batch.CrawlId, At = at }));
        gate.Open();

        (await bus.NextAsync<HostBatchFetched>()).Outcomes.Select(outcome => outcome.Kind).ShouldBe(
            [OutcomeKind.Fetched, OutcomeKind.NotAttempted]);
    }

    [Fact]
    public async Task Heartbeat_ListsLeasesThatAreWorkedOn()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/a");
        var gate = site.Gate("/a");
        await using var bus = await RunningBus.StartAsync("Messaging:HeartbeatInterval=100ms");
        var batch = TestBatch.Of(site.Url("/a"));

        await bus.PublishAsync(batch);
        await gate.WaitUntilRequestedAsync();
        await bus.NextAsync<WorkerHeartbeat>(heartbeat => heartbeat.LeaseIds.Contains(batch.LeaseId));
        gate.Open();
        await bus.NextAsync<HostBatchFetched>();

        var later = await bus.NextAsync<WorkerHeartbeat>(heartbeat => heartbeat.LeaseIds.Count == 0);
        later.Service.ShouldBe("downloader");
        later.Capacity.ShouldBe(128);
    }

    [Fact]
    public async Task StoppingProcess_FinishesWhatRunsAndGivesTheRestBack()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/a").Page("/b");
        var gate = site.Gate("/a");
        await using var bus = await RunningBus.StartAsync();

        await bus.PublishAsync(TestBatch.Of(site.Url("/a"), site.Url("/b")));
        await gate.WaitUntilRequestedAsync();
        bus.Host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        gate.Open();

        (await bus.NextAsync<HostBatchFetched>()).Outcomes.Select(outcome => outcome.Kind).ShouldBe(
            [OutcomeKind.Fetched, OutcomeKind.NotAttempted]);
    }

    [Fact]
    public async Task StoppingProcess_GivesBackWhatOutlastsTheGrace()
    {
        await using var site = RawSite.Silent();
        await using var bus = await RunningBus.StartAsync("Downloader:StopGrace=100ms");

        await bus.PublishAsync(TestBatch.Of(site.Url("/a")));
        await site.WaitForConnectionsAsync(1);
        bus.Host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        (await bus.NextAsync<HostBatchFetched>()).Outcomes[0].Kind.ShouldBe(OutcomeKind.NotAttempted);
    }

    /// <summary>A started downloader and the messages that it publishes.</summary>
    private sealed class RunningBus : IAsyncDisposable
    {
        private readonly DownloaderHost _downloader;
        private readonly Channel<object> _messages = Channel.CreateUnbounded<object>();

        private RunningBus(string[] settings)
        {
            _downloader = new DownloaderHost(
                configure: builder => builder.AddToBus(bus =>
                {
                    bus.AddHandler((ConsumeContext<HostBatchFetched> context) => KeepAsync(context.Message));
                    bus.AddHandler((ConsumeContext<WorkerHeartbeat> context) => KeepAsync(context.Message));
                }),
                settings: settings);
        }

        public IHost Host => _downloader.Host;

        public static async Task<RunningBus> StartAsync(params string[] settings)
        {
            var bus = new RunningBus(settings);
            await bus.Host.StartAsync();
            return bus;
        }

        public Task PublishAsync<T>(T message, Action<PublishContext<T>>? configure = null)
            where T : class =>
            Host.Services.GetRequiredService<IBus>().Publish(message, context => configure?.Invoke(context));

        public async Task<T> NextAsync<T>(Func<T, bool>? condition = null)
        {
            using var patience = new CancellationTokenSource(Patience);
            await foreach (var message in _messages.Reader.ReadAllAsync(patience.Token))
            {
                if (message is T wanted && condition?.Invoke(wanted) != false)
                {
                    return wanted;
                }
            }

            throw new InvalidOperationException("The channel has ended.");
        }

        public async ValueTask DisposeAsync()
        {
            await Host.StopAsync();
            await _downloader.DisposeAsync();
        }

        private Task KeepAsync(object message) => _messages.Writer.WriteAsync(message).AsTask();
    }
}
