using Crawler.Contracts.V1.Crawls;
using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;

using Microsoft.EntityFrameworkCore;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Frontier;

/// <content>What a batch says of its URLs' archived responses.</content>
public abstract partial class FrontierTests
{
    private static readonly ArchiveLocation Place = new() { File = "c/f.warc.gz", Offset = 12, Length = 34 };

    [Fact]
    public async Task RecrawledUrl_ComesWithTheRecordThatHoldsItsBody()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Site).Recrawling(Minute));
        var first = await frontier.DispatchOneAsync();
        await frontier.CommitAsync(Answer.To(first).Each(Answer.Fetched("sha256:a") with { Archive = Place }));
        frontier.Clock.Advance(Minute);
        var second = await frontier.DispatchOneAsync();
        await frontier.CommitAsync(Answer.To(second).Each(Answer.Fetched("sha256:a") with
        {
            Archive = Place with { Offset = 99 },
            RevisitOf = second.Urls[0].Original!.Seq,
        }));
        frontier.Clock.Advance(Minute);

        var third = await frontier.DispatchOneAsync();

        first.Urls[0].Original.ShouldBeNull();
        var original = new OriginalResponse { Seq = 1, Digest = "sha256:a", Archive = Place };
        second.Urls[0].Original.ShouldBe(original);
        third.Urls[0].Original.ShouldBe(original);
        (await frontier.Rows<Fetch>().OrderBy(fetch => fetch.Seq).Select(fetch => fetch.OriginalSeq).ToListAsync())
            .ShouldBe([null, 1]);
    }

    [Fact]
    public async Task PageThatChanged_IsItsOwnOriginal_AndOneThatWasNotArchivedHasNone()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Site).Recrawling(Minute));
        string[] digests = ["sha256:a", "sha256:b", "sha256:c"];
        var seen = new List<long?>();
        foreach (var digest in digests)
        {
            var batch = await frontier.DispatchOneAsync();
            seen.Add(batch.Urls[0].Original?.Seq);
            await frontier.CommitAsync(Answer.To(batch).Each(
                Answer.Fetched(digest) with { Archive = digest == "sha256:c" ? null : Place }));
            frontier.Clock.Advance(Minute);
        }

        seen.Add((await frontier.DispatchOneAsync()).Urls[0].Original?.Seq);

        seen.ShouldBe([null, 1, 2, null]);
    }

    [Fact]
    public async Task BatchOfACrawlThatArchives_SaysWhereItsUrlsWereFound()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Site));
        var seed = await frontier.DispatchOneAsync();
        await frontier.CommitAsync(Answer.To(seed).Linking(Site + "next"));

        var next = await frontier.DispatchOneAsync();

        (seed.Urls[0].Via, seed.Urls[0].DiscoveryPath).ShouldBe((null, "S"));
        (next.Urls[0].Via, next.Urls[0].DiscoveryPath).ShouldBe((Site, "SL"));
    }

    [Fact]
    public async Task BatchOfACrawlThatArchivesNothing_SaysNothingOfIt()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Site).Recrawling(Minute) with { Archive = ArchiveKind.None });
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Each(Answer.Fetched("sha256:a")));
        frontier.Clock.Advance(Minute);

        var batch = await frontier.DispatchOneAsync();

        (batch.Urls[0].Via, batch.Urls[0].DiscoveryPath, batch.Urls[0].Original).ShouldBe((null, null, null));
    }
}
