using Crawler.Archive.Objects;
using Crawler.Contracts.V1.Fetching;
using Crawler.ServiceDefaults.Messaging;
using Crawler.TestKit.Web;

using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Downloader;

/// <summary>Answers with many links.</summary>
public sealed class LinkClaimTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task LinksThatAreTooManyForAMessage_AreLaidAside()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/", links: Links(100));
        await using var downloader = new DownloaderHost(settings: "Downloader:MaxInlineLinkBytes=1000");

        var batch = TestBatch.Of(site.Url("/"));
        var answer = await downloader.RunAsync(batch);

        answer.Links.ShouldBeEmpty();
        answer.LinksReference.ShouldBe(LinksObject.NameOf(batch.LeaseId));
        var content = await downloader.Host.Services.GetRequiredService<IObjectStore>().GetAsync(
            answer.LinksReference!, LinksObject.MaxBytes, None);
        var links = await LinksObject.ReadAsync(content!, None);
        links!.Select(link => link.Url).ShouldBe(Links(100).Select(link => site.Url(link)), ignoreOrder: true);
    }

    [Fact]
    public async Task LinksWithinTheLimit_TravelInTheMessage()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/", links: Links(100));
        await using var downloader = new DownloaderHost();

        var answer = await downloader.RunAsync(TestBatch.Of(site.Url("/")));

        answer.Links.Count.ShouldBe(100);
        answer.LinksReference.ShouldBeNull();
    }

    [Fact]
    public async Task LinksThatCannotBeLaidAside_GiveTheirPagesBack()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/", links: Links(100)).Respond("/gone", 404);
        await using var downloader = new DownloaderHost(
            configure: builder => builder.Services.AddSingleton<IObjectStore>(new FullObjectStore()),
            settings: "Downloader:MaxInlineLinkBytes=1000");

        var answer = await downloader.RunAsync(TestBatch.Of(site.Url("/"), site.Url("/gone")));

        answer.Outcomes.Select(outcome => outcome.Kind).ShouldBe([OutcomeKind.NotAttempted, OutcomeKind.Gone]);
        answer.Links.ShouldBeEmpty();
        answer.LinksReference.ShouldBeNull();
    }

    [Fact]
    public async Task LinksThatCouldNotBeLaidAside_AreSentWithTheNextAnswer()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/", links: Links(100));
        await using var downloader = new DownloaderHost(
            configure: builder => builder.Services.AddSingleton<IObjectStore>(new FullObjectStore()),
            settings: ["Downloader:MaxInlineLinkBytes=1000", "Downloader:StorageRetryDelay=0s"]);
        var batch = TestBatch.Of(site.Url("/"));
        await downloader.RunAsync(batch);

        site.Page("/", links: Links(10));
        var next = TestBatch.Of(site.Url("/")) with { CrawlId = batch.CrawlId, CommittedLeases = [batch.LeaseId] };
        var answer = await downloader.RunAsync(next);

        answer.Links.Count.ShouldBe(10);
    }

    [Fact]
    public async Task PageWithoutRoomForItsLinks_IsGivenBackWithTheRest()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/a", links: Links(60)).Page("/b", links: Links(70)[60..]).Page("/c", links: Links(101)).Page("/d");
        await using var downloader = new DownloaderHost(settings: "Downloader:MaxLinksPerBatch=100");

        var answer = await downloader.RunAsync(
            TestBatch.Of([.. "abcd".Select(name => site.Url($"/{name}"))]));

        answer.Outcomes.Select(outcome => outcome.Kind).ShouldBe(
            [OutcomeKind.Fetched, OutcomeKind.Fetched, OutcomeKind.NotAttempted, OutcomeKind.NotAttempted]);
        answer.Links.Select(link => link.Url).ShouldBe(Links(70).Select(link => site.Url(link)), ignoreOrder: true);
    }

    [Fact]
    public async Task LinksThatSchedulerHas_TakeNoRoomFromOthers()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/a", links: Links(60)).Page("/b", links: Links(120)[60..]).Page("/c", links: Links(160));
        await using var downloader = new DownloaderHost(settings: "Downloader:MaxLinksPerBatch=100");
        var first = TestBatch.Of(site.Url("/a"));
        await downloader.RunAsync(first);

        var answer = await downloader.RunAsync(
            TestBatch.Of(site.Url("/b"), site.Url("/c")) with
            {
                CrawlId = first.CrawlId,
                CommittedLeases = [first.LeaseId],
            });

        answer.Outcomes.ShouldAllBe(outcome => outcome.Kind == OutcomeKind.Fetched);
        answer.Links.Select(link => link.Url).ShouldBe(
            Links(160)[60..].Select(link => site.Url(link)), ignoreOrder: true);
    }

    private static string[] Links(int count) => [.. Enumerable.Range(0, count).Select(i => $"/page-{i}")];

    private sealed class FullObjectStore : IObjectStore
    {
        public ValueTask PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
            throw new IOException("No space left on device.");

        public ValueTask<byte[]?> GetAsync(string name, long maxBytes, CancellationToken cancellationToken) =>
            new((byte[]?)null);

        public ValueTask DeleteAsync(string name, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<IReadOnlyList<string>> ListAsync(
            string prefix, DateTimeOffset before, int limit, CancellationToken cancellationToken) => new([]);
    }
}
