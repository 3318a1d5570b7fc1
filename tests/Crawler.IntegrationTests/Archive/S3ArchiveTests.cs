using System.Buffers;
using System.Net;
using System.Text;

using Amazon.Runtime;

using Crawler.Archive;
using Crawler.Archive.Cdxj;
using Crawler.Archive.S3;
using Crawler.Archive.Warc;
using Crawler.IntegrationTests.Crawls;
using Crawler.TestKit.Archive;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Waiting;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Archive;

/// <summary>The archive in a bucket of a real S3 server.</summary>
[Collection(HostCollection.Name)]
public sealed class S3ArchiveTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private const string OtherHash = "Expected hash not equal to calculated hash";

    private readonly Guid _crawl = Guid.NewGuid();

    [S3Fact]
    public async Task FlushedFetch_IsReadFromTheBucketByAnotherProcess()
    {
        await using var server = await S3Server.StartAsync();
        using var bucket = new S3Bucket(server.Options);
        await using var writer = Open(server, bucket, "one");
        await using var reader = Open(server, bucket, "two");
        var first = await writer.AppendAsync(Fetch("first"), None);
        var second = await writer.AppendAsync(Fetch("second"), None);
        (await reader.ReadAsync(first, None)).ShouldBeNull();

        await writer.FlushAsync(_crawl, None);

        (await BodyAsync(reader, second)).ShouldBe("second");
        (await BodyAsync(reader, first)).ShouldBe("first");
        (await NamesAsync(bucket, $"{_crawl}/")).ShouldBe([first.File]);
        Directory.GetFiles(server.SpoolFolder, "*.warc.gz", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [S3Fact]
    public async Task BatchesThatFlushTogether_AreAllThereInFilesThatPassTheCheck()
    {
        await using var server = await S3Server.StartAsync();
        using var bucket = new S3Bucket(server.Options);
        await using var store = Open(server, bucket, "one");

        var batches = await Task.WhenAll(Enumerable.Range(0, 24).Select(async batch =>
        {
            var locations = new List<(ArchivePointer Location, string Body)>();
            for (var page = 0; page < 5; page++)
            {
                var body = $"batch {batch} page {page}";
                locations.Add((await store.AppendAsync(Fetch(body), None), body));
            }

            await store.FlushAsync(_crawl, None);
            return locations;
        }));

        foreach (var (location, body) in batches.SelectMany(batch => batch))
        {
            (await BodyAsync(store, location)).ShouldBe(body);
        }

        foreach (var name in await NamesAsync(bucket, $"{_crawl}/"))
        {
            var file = (await bucket.GetAsync(name, long.MaxValue, None)).ShouldNotBeNull();
            var report = await WarcChecker.CheckAsync(new MemoryStream(file), None);
            report.Problems.ShouldBeEmpty(name);
        }
    }

    [S3Fact]
    public async Task LargeFile_IsSentInParts()
    {
        await using var server = await S3Server.StartAsync();
        using var bucket = new S3Bucket(server.Options);
        await using var store = Open(server, bucket, "one");
        var noise = new byte[12 << 20];
        new Random(1).NextBytes(noise);
        var location = await store.AppendAsync(
            Fetch("") with { Body = new ArchivedBody(new ReadOnlySequence<byte>(noise)) }, None);

        await store.FlushAsync(_crawl, None);

        await using var response = (await store.ReadAsync(location, None)).ShouldNotBeNull();
        using var read = new MemoryStream();
        await response.Body.CopyToAsync(read);
        read.ToArray().AsSpan().SequenceEqual(noise).ShouldBeTrue();
    }

    [S3Fact]
    public async Task ServerThatIsAway_FailsTheFlush_AndTheNextOneSendsWhatWasKept()
    {
        await using var server = await S3Server.StartAsync();
        using var bucket = new S3Bucket(server.Options);
        await using var store = Open(server, bucket, "one");
        var mine = await store.AppendAsync(Fetch("mine"), None);
        await server.StopAsync();
        await Should.ThrowAsync<IOException>(async () => await store.FlushAsync(_crawl, None));
        await Should.ThrowAsync<IOException>(async () => await store.FlushAsync(_crawl, None));

        await server.StartAgainAsync();
        var later = await store.AppendAsync(Fetch("later"), None);
        await store.FlushAsync(_crawl, None);

        (await BodyAsync(store, mine)).ShouldBe("mine");
        (await BodyAsync(store, later)).ShouldBe("later");
    }

    [S3Fact]
    public async Task SecondProcessOfOneName_IsRefused_AndTheFirstLosesNothing()
    {
        await using var server = await S3Server.StartAsync();
        using var bucket = new S3Bucket(server.Options);
        await using var first = Open(server, bucket, "one");
        var mine = await first.AppendAsync(Fetch("mine"), None);
        await using var second = Open(server, bucket, "one");

        await Should.ThrowAsync<IOException>(async () => await second.AppendAsync(Fetch("other"), None));
        await first.FlushAsync(_crawl, None);

        (await BodyAsync(first, mine)).ShouldBe("mine");
    }

    [S3Fact]
    public async Task SpoolThatIsTakenAway_FailsTheFlush()
    {
        await using var server = await S3Server.StartAsync();
        using var bucket = new S3Bucket(server.Options);
        await using var store = Open(server, bucket, "one");
        await store.AppendAsync(Fetch("mine"), None);
        foreach (var folder in Directory.GetDirectories(Path.Combine(server.SpoolFolder, "one")))
        {
            Directory.Delete(folder, recursive: true);
        }

        await Should.ThrowAsync<IOException>(async () => await store.FlushAsync(_crawl, None));
    }

    [S3Fact]
    public async Task PlacesThatAreNotThere_AreToldApart()
    {
        await using var server = await S3Server.StartAsync();
        using var bucket = new S3Bucket(server.Options);
        await using var store = Open(server, bucket, "one");
        var location = await store.AppendAsync(Fetch("a"), None);
        await store.FlushAsync(_crawl, None);

        foreach (var wrong in new[]
        {
            location with { Offset = 1 << 20 }, location with { Length = location.Length + 1 },
            location with { Offset = location.Offset + 1, Length = location.Length - 1 }, location with { Offset = -1 },
            location with { File = "../secret" },
        })
        {
            await Should.ThrowAsync<InvalidDataException>(async () => await store.ReadAsync(wrong, None));
        }

        await store.DeleteCrawlAsync(_crawl, None);
        (await store.ReadAsync(location, None)).ShouldBeNull();
        await store.DeleteCrawlAsync(_crawl, None);
    }

    [S3Fact]
    public async Task Objects_AreKeptUntilTheyAreRemoved()
    {
        await using var server = await S3Server.StartAsync();
        using var bucket = new S3Bucket(server.Options);
        var store = new S3ObjectStore(bucket);
        await store.PutAsync("links/a", "one"u8.ToArray(), None);
        await store.PutAsync("links/a", "two!"u8.ToArray(), None);
        await store.PutAsync("other/a", default, None);
        var soon = TimeProvider.System.GetUtcNow().AddMinutes(1);

        (await store.GetAsync("links/a", 4, None)).ShouldBe("two!"u8.ToArray());
        (await store.GetAsync("links/a", 3, None)).ShouldBeNull();
        (await store.ListAsync("links", soon, 10, None)).ShouldBe(["links/a"]);
        (await store.ListAsync("links", soon.AddHours(-1), 10, None)).ShouldBeEmpty();
        await store.DeleteAsync("links/a", None);
        await store.DeleteAsync("links/a", None);
        (await store.GetAsync("links/a", 4, None)).ShouldBeNull();
    }

    [S3Fact]
    public async Task WholeCrawl_IsArchivedAndIndexedInTheBucket()
    {
        await using var server = await S3Server.StartAsync();
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/", links: Enumerable.Range(1, 20).Select(page => $"/{page}"));
        for (var page = 1; page <= 20; page++)
        {
            site.Page($"/{page}");
        }

        await using var harness = await EmbeddedHarness.StartAsync(server.Settings);

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()));
        (await harness.WaitForEndAsync(id)).Counts.Fetched.ShouldBe(21);

        using var bucket = new S3Bucket(server.OptionsWith(""));
        var index = await IndexAsync(bucket, id, lines: 21);
        index.Count.ShouldBe(21);
        await using var store = new S3ArchiveStore(
            bucket, new ArchiveOptions { S3 = server.Options }, "reader", TimeProvider.System);
        foreach (var page in await harness.PagesAsync(id))
        {
            var at = page.Archive.ShouldNotBeNull();
            await using var response = await store.ReadAsync(new ArchivePointer(at.File, at.Offset, at.Length), None);
            response.ShouldNotBeNull().TargetUrl.ShouldBe(page.Url);
        }

        harness.Log.Errors.ShouldBeEmpty();
    }

    private static S3ArchiveStore Open(S3Server server, S3Bucket bucket, string instance) =>
        new(bucket, new ArchiveOptions { S3 = server.Options }, instance, TimeProvider.System);

    private static async Task<string> BodyAsync(S3ArchiveStore store, ArchivePointer location)
    {
        await using var response = (await store.ReadAsync(location, None)).ShouldNotBeNull();
        return await new StreamReader(response.Body, Encoding.UTF8).ReadToEndAsync();
    }

    private static async Task<List<string>> NamesAsync(S3Bucket bucket, string prefix)
    {
        var names = new List<string>();
        await foreach (var (name, _) in bucket.ListAsync(prefix, None))
        {
            names.Add(name);
        }

        return names;
    }

    /// <summary>
    /// The test's server, unlike a real one, replaces an object and its hash one after the other; between them nothing
    /// can be read.
    /// </summary>
    private static async Task<string> TextAsync(S3Bucket bucket, string name)
    {
        try
        {
            return Encoding.UTF8.GetString((await bucket.GetAsync(name, long.MaxValue, None))!);
        }
        catch (IOException e) when (e.InnerException is AmazonClientException { Message: OtherHash })
        {
            return "";
        }
    }

    /// <summary>The lines of the crawl's indexes, once there are so many.</summary>
    private static async Task<List<string>> IndexAsync(S3Bucket bucket, Guid crawlId, int lines)
    {
        var found = new List<string>();
        await Eventually.HoldsAsync(async () =>
        {
            found.Clear();
            foreach (var name in await NamesAsync(bucket, $"{crawlId}/"))
            {
                if (name.EndsWith(CdxjFolder.Extension, StringComparison.Ordinal))
                {
                    var text = await TextAsync(bucket, name);
                    found.AddRange(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '!'));
                }
            }

            return found.Count >= lines;
        });
        return found;
    }

    private ArchivedFetch Fetch(string body) => new()
    {
        CrawlId = _crawl,
        TargetUrl = "http://a.example/",
        FetchedAt = TimeProvider.System.GetUtcNow(),
        Address = IPAddress.Loopback,
        RequestLine = "GET / HTTP/1.1",
        RequestHeaders = [new("Host", "a.example")],
        StatusLine = "HTTP/1.1 200 OK",
        ResponseHeaders = [new("Content-Type", "text/plain")],
        Body = new ArchivedBody(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body))),
    };
}
