using Crawler.Archive;
using Crawler.Contracts.V1.Fetching;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Downloader;

/// <summary>Pages that come again as they are archived.</summary>
public sealed class RevisitTests
{
    private static readonly Guid CrawlId = new("11111111-2222-3333-4444-555555555555");

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task SamePayload_RefersToItsOriginal(string? coding)
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        AddPage(site, coding);
        await using var downloader = new DownloaderHost();
        var first = await FetchAsync(downloader, site);

        var again = await FetchAsync(downloader, site, OriginalOf(first));

        again.RevisitOf.ShouldBe(7);
        again.Digest.ShouldBe(first.Digest);
        again.PayloadDigest.ShouldBe(first.PayloadDigest);
        (first.PayloadDigest is null).ShouldBe(coding is null);
        await using var revisit = await ReadAsync(downloader, again);
        await using var original = await ReadAsync(downloader, first);
        revisit.RevisitOf.ShouldBe(new ArchivedRevisit(site.Url("/"), original.FetchedAt));
        revisit.PayloadDigest.ShouldBe(original.PayloadDigest);
        again.Archive!.Length.ShouldBeLessThan(first.Archive!.Length);
        (await ArchiveCheck.ShouldBeValidAsync(downloader.ArchiveFolder)).ShouldBe(1 + 2 + 2);
    }

    [Fact]
    public async Task SamePageInAnotherCoding_IsArchivedWhole()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        AddPage(site, "gzip");
        await using var downloader = new DownloaderHost();
        var first = await FetchAsync(downloader, site);
        AddPage(site, "br");

        var again = await FetchAsync(downloader, site, OriginalOf(first));

        again.Digest.ShouldBe(first.Digest);
        again.RevisitOf.ShouldBeNull();
        await using var response = await ReadAsync(downloader, again);
        response.BodyBytes.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task NotModified_RefersToItsOriginal()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.ConditionalPage("/", "\"v1\"");
        await using var downloader = new DownloaderHost();
        var first = await FetchAsync(downloader, site);

        var again = await FetchAsync(downloader, site, OriginalOf(first), first.ETag);

        (again.Kind, again.RevisitOf).ShouldBe((OutcomeKind.NotModified, 7));
        await using var revisit = await ReadAsync(downloader, again);
        revisit.Status.ShouldBe(304);
        revisit.RevisitOf!.TargetUrl.ShouldBe(site.Url("/"));
        again.PayloadDigest.ShouldBe(PayloadDigest.OfHex(first.Digest));
        await ArchiveCheck.ShouldBeValidAsync(downloader.ArchiveFolder);
    }

    [Fact]
    public async Task OriginalThatTheArchiveNoLongerHas_IsNotReferredTo()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        AddPage(site, coding: null);
        await using var downloader = new DownloaderHost();
        var first = await FetchAsync(downloader, site);
        var file = first.Archive!.File.Replace("0000", "0009", StringComparison.Ordinal);
        var gone = OriginalOf(first) with { Archive = first.Archive with { File = file } };
        var misplaced = OriginalOf(first) with { Archive = first.Archive with { Offset = first.Archive.Offset + 1 } };

        var again = await FetchAsync(downloader, site, gone);
        var onceMore = await FetchAsync(downloader, site, misplaced);

        again.RevisitOf.ShouldBeNull();
        onceMore.RevisitOf.ShouldBeNull();
        await using var response = await ReadAsync(downloader, onceMore);
        response.BodyBytes.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task PageThatChanged_IsArchivedWhole()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/", title: "Before");
        await using var downloader = new DownloaderHost();
        var first = await FetchAsync(downloader, site);
        site.Page("/", title: "After");

        var again = await FetchAsync(downloader, site, OriginalOf(first));

        (again.Kind, again.RevisitOf).ShouldBe((OutcomeKind.Fetched, null));
    }

    private static void AddPage(FakeSite site, string? coding)
    {
        var text = string.Concat(Enumerable.Repeat("the same page ", 1_000));
        if (coding is null)
        {
            site.Page("/", text: text);
        }
        else
        {
            site.CompressedPage("/", coding, title: text[..900]);
        }
    }

    private static OriginalResponse OriginalOf(UrlOutcome outcome) =>
        new() { Seq = 7, Digest = outcome.Digest!, Archive = outcome.Archive! };

    private static Task<UrlOutcome> FetchAsync(
        DownloaderHost downloader, FakeSite site, OriginalResponse? original = null, string? etag = null) =>
        downloader.FetchAsync(site.Url("/"), batch => batch with
        {
            CrawlId = CrawlId,
            Archive = true,
            Urls = [batch.Urls[0] with { Original = original, ETag = etag }],
        });

    private static async Task<ArchivedResponse> ReadAsync(DownloaderHost downloader, UrlOutcome outcome)
    {
        var location = outcome.Archive!;
        var response = await downloader.Host.Services.GetRequiredService<IArchiveStore>().ReadAsync(
            new ArchivePointer(location.File, location.Offset, location.Length), CancellationToken.None);
        return response.ShouldNotBeNull();
    }
}
