using Crawler.Archive;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.Archive.Folders;

public sealed class RevisitTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ArchiveFolder _folder = new();
    private readonly Guid _crawl = Guid.NewGuid();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SamePayloadAgain_IsStoredAsARevisitWithoutIt()
    {
        await using var store = _folder.Open();
        var first = await store.AppendAsync(Fetches.Of(_crawl), None);
        var again = await store.AppendAsync(Repeating("HTTP/1.1 200 OK", "hello"), None);

        var records = await ArchiveFolder.RecordsAsync(_folder.PathOf(first));

        (await _folder.CheckedTypesAsync()).ShouldBe(["warcinfo", "request", "response", "request", "revisit"]);
        records[4]["WARC-Profile"].ShouldBe("http://netpreserve.org/warc/1.1/revisit/identical-payload-digest");
        records[4]["WARC-Payload-Digest"].ShouldBe(records[2]["WARC-Payload-Digest"]);
        records[4]["WARC-Refers-To-Date"].ShouldBe(records[2]["WARC-Date"]);
        records[4]["WARC-Refers-To-Target-URI"].ShouldBe(records[2]["WARC-Target-URI"]);
        (await ArchiveFolder.BodyAsync(store, again)).ShouldBeEmpty();
    }

    [Fact]
    public async Task NotModified_IsARevisitOfItsOwnKind()
    {
        await using var store = _folder.Open();
        var location = await store.AppendAsync(Repeating("HTTP/1.1 304 Not Modified", ""), None);

        var revisit = (await ArchiveFolder.RecordsAsync(_folder.PathOf(location)))[2];
        await using var response = await store.ReadAsync(location, None);

        (await _folder.CheckedTypesAsync()).ShouldBe(["warcinfo", "request", "revisit"]);
        revisit["WARC-Profile"].ShouldBe("http://netpreserve.org/warc/1.1/revisit/server-not-modified");
        revisit["WARC-Payload-Digest"].ShouldBeNull();
        response!.Status.ShouldBe(304);
        response.RevisitOf.ShouldBe(new ArchivedRevisit("http://a.example/", Fetches.Time));
    }

    private ArchivedFetch Repeating(string statusLine, string body) => Fetches.Of(_crawl, body) with
    {
        StatusLine = statusLine,
        FetchedAt = Fetches.Time.AddDays(1),
        RevisitOf = new ArchivedRevisit("http://a.example/", Fetches.Time),
    };
}
