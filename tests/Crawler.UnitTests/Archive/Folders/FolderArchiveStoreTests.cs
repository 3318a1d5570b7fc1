using System.Security.Cryptography;
using System.Text;
using Crawler.Archive;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.Archive.Folders;

public sealed class FolderArchiveStoreTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ArchiveFolder _folder = new();
    private readonly Guid _crawl = Guid.NewGuid();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AppendedFetch_IsReadBack()
    {
        await using var store = _folder.Open();
        var fetch = Fetches.Of(_crawl, "héllo") with { Truncated = TruncationReason.Time };
        var location = await store.AppendAsync(fetch, None);

        await using var response = (await store.ReadAsync(location, None)).ShouldNotBeNull();

        response.TargetUrl.ShouldBe("http://a.example/");
        response.FetchedAt.ShouldBe(Fetches.Time);
        response.Status.ShouldBe(200);
        response.Truncated.ShouldBe(TruncationReason.Time);
        response.Headers.ShouldBe(
        [
            new("Content-Type", "text/plain"),
            new("Set-Cookie", "a=1"),
            new("Set-Cookie", "b=2"),
            new("Content-Length", "6"),
        ]);
        (await new StreamReader(response.Body, Encoding.UTF8).ReadToEndAsync()).ShouldBe("héllo");
    }

    [Fact]
    public async Task File_BeginsWithItsOwnRecordAndPassesTheCheck()
    {
        await using var store = _folder.Open();
        await store.AppendAsync(Fetches.Of(_crawl), None);
        await store.AppendAsync(Fetches.Of(_crawl, ""), None);

        (await _folder.CheckedTypesAsync()).ShouldBe(["warcinfo", "request", "response", "request", "response"]);
    }

    [Fact]
    public async Task RequestAndResponse_AreLinkedAndOfOneDate()
    {
        await using var store = _folder.Open();
        var location = await store.AppendAsync(Fetches.Of(_crawl), None);

        var records = await ArchiveFolder.RecordsAsync(_folder.PathOf(location));

        records[1]["WARC-Concurrent-To"].ShouldBe(records[2]["WARC-Record-ID"]);
        records[2]["WARC-Concurrent-To"].ShouldBe(records[1]["WARC-Record-ID"]);
        records[1]["WARC-Date"].ShouldBe("2026-11-21T10:00:00.123Z");
        records[2]["WARC-Date"].ShouldBe("2026-11-21T10:00:00.123Z");
        records[2]["WARC-IP-Address"].ShouldBe("192.0.2.1");
        records[2].MemberOffset.ShouldBe(location.Offset);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK", "5")]
    [InlineData("HTTP/1.1 304 Not Modified", "700")]
    public async Task HeadersOfTheTransfer_AreMadeTrueOfWhatIsStored(string statusLine, string length)
    {
        await using var store = _folder.Open();
        var fetch = Fetches.Of(_crawl, length == "5" ? "hello" : "") with
        {
            StatusLine = statusLine,
            ResponseHeaders =
                [new("content-length", "700"), new("transfer-encoding", "chunked"), new("Content-Encoding", "br")],
        };

        await using var response = await store.ReadAsync(await store.AppendAsync(fetch, None), None);

        response!.Headers.ShouldBe([new("content-length", length), new("Content-Encoding", "br")]);
    }

    [Fact]
    public async Task HeaderWithALineEnd_BringsNoFieldOfItsOwn()
    {
        await using var store = _folder.Open();
        var fetch = Fetches.Of(_crawl) with { ResponseHeaders = [new("A", "1\r\nEvil: 2")] };

        await using var response = await store.ReadAsync(await store.AppendAsync(fetch, None), None);

        response!.Headers.Select(field => field.Name).ShouldBe(["A", "Content-Length"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://a.example/a b")]
    [InlineData("http://a.example/\r\nWARC-Type: x")]
    public async Task UrlThatIsNone_IsRefused(string url)
    {
        await using var store = _folder.Open();

        await Should.ThrowAsync<ArgumentException>(
            async () => await store.AppendAsync(Fetches.Of(_crawl, url: url), None));
    }

    [Fact]
    public async Task DigestThatIsNoSha256_IsRefused()
    {
        await using var store = _folder.Open();
        var fetch = Fetches.Of(_crawl) with { PayloadSha256 = new byte[20] };

        await Should.ThrowAsync<ArgumentException>(async () => await store.AppendAsync(fetch, None));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(100_000_000)]
    public async Task LongBodyOfAFile_IsStoredInOnePieceOrAsAStream(long maxBuffered)
    {
        _folder.Options.MaxBufferedBodyBytes = maxBuffered;
        var body = Fetches.Noise(1, 3_000_000);
        var spooled = Path.Combine(_folder.Root, "spooled");
        await File.WriteAllBytesAsync(spooled, [1, 2, 3, .. body]);
        await using var store = _folder.Open();
        await using var stream = File.OpenRead(spooled);
        stream.Position = 3;

        var fetch = Fetches.Of(_crawl) with
        {
            Body = new ArchivedBody(stream, body.Length),
            PayloadSha256 = SHA256.HashData(body),
        };
        var location = await store.AppendAsync(fetch, None);

        (await ArchiveFolder.BodyAsync(store, location)).AsSpan().SequenceEqual(body).ShouldBeTrue();
        (await _folder.CheckedTypesAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task AppendsAtTheSameTime_AreAllWhole()
    {
        _folder.Options.MaxBufferedBodyBytes = 3000;
        var crawls = Enumerable.Range(0, 4).Select(_ => Guid.NewGuid()).ToList();
        await using var store = _folder.Open();

        var appends = Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
        {
            var body = Fetches.Noise(i, i * 100);
            var fetch = Fetches.Of(crawls[i % 4]) with { Body = new ArchivedBody(new MemoryStream(body), body.Length) };

            return (body, location: await store.AppendAsync(fetch, None));
        }));
        var appended = await Task.WhenAll(appends);
        await Task.WhenAll(crawls.Select(crawl => store.FlushAsync(crawl, None).AsTask()));

        foreach (var (body, location) in appended)
        {
            var read = await ArchiveFolder.BodyAsync(store, location);
            read.AsSpan().SequenceEqual(body).ShouldBeTrue(location.ToString());
        }

        (await _folder.CheckedTypesAsync()).Count(type => type == "response").ShouldBe(50);
        _folder.Files().Count.ShouldBe(4);
    }

    [Fact]
    public async Task FullFile_IsFollowedByTheNext()
    {
        _folder.Options.MaxFileBytes = 2000;
        await using var store = _folder.Open();

        var locations = new List<ArchivePointer>();
        for (var i = 0; i < 6; i++)
        {
            var fetch = Fetches.Of(_crawl) with { Body = new ArchivedBody(new(Fetches.Noise(i, 700))) };
            locations.Add(await store.AppendAsync(fetch, None));
        }

        var files = locations.Select(location => location.File).Distinct(StringComparer.Ordinal).ToList();
        files.Count.ShouldBe(_folder.Files().Count);
        files.Count.ShouldBeGreaterThan(2);
        files.ShouldBe(files.Order(StringComparer.Ordinal));
        (await ArchiveFolder.BodyAsync(store, locations[0])).ShouldBe(Fetches.Noise(0, 700));
        (await _folder.CheckedTypesAsync()).Count(type => type == "response").ShouldBe(6);
    }

    [Fact]
    public async Task MoreCrawlsThanOpenFiles_KeepOneFileEach()
    {
        _folder.Options.MaxOpenFiles = 2;
        _folder.Options.FlushToDisk = true;
        var crawls = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToList();
        await using var store = _folder.Open();

        foreach (var crawl in crawls.Concat(crawls))
        {
            await store.AppendAsync(Fetches.Of(crawl), None);
        }

        _folder.Files().Count.ShouldBe(5);
        (await _folder.CheckedTypesAsync()).Count(type => type == "response").ShouldBe(10);
    }

    [Fact]
    public async Task CrawlsThatAreClosed_AreForgottenInTheEnd()
    {
        _folder.Options.MaxOpenFiles = 2;
        await using var store = _folder.Open();
        await store.AppendAsync(Fetches.Of(_crawl), None);

        for (var i = 0; i < 300; i++)
        {
            await store.AppendAsync(Fetches.Of(Guid.NewGuid()), None);
        }

        store.Crawls.ShouldBeLessThan(300);
        await store.AppendAsync(Fetches.Of(_crawl), None);
        Directory.GetFiles(Path.Combine(_folder.Root, _crawl.ToString("D"))).ShouldHaveSingleItem();
        (await _folder.CheckedTypesAsync()).Count(type => type == "response").ShouldBe(302);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000_000)]
    public async Task BodyThatFails_LeavesTheFileAsItWas(long maxBuffered)
    {
        _folder.Options.MaxBufferedBodyBytes = maxBuffered;
        await using var store = _folder.Open();
        var location = await store.AppendAsync(Fetches.Of(_crawl), None);
        var before = await File.ReadAllBytesAsync(_folder.PathOf(location));
        var body = new ArchivedBody(new FailingStream(300_000, failsAfter: 500_000), 300_000);
        var failing = Fetches.Of(_crawl) with { Body = body };

        await Should.ThrowAsync<IOException>(async () => await store.AppendAsync(failing, None));

        (await File.ReadAllBytesAsync(_folder.PathOf(location))).ShouldBe(before);
        await store.AppendAsync(Fetches.Of(_crawl), None);
        (await _folder.CheckedTypesAsync()).Count.ShouldBe(5);
    }

    [Fact]
    public async Task DeletedCrawl_IsGoneAndMayBeAppendedToAgain()
    {
        var other = Guid.NewGuid();
        await using var store = _folder.Open();
        var location = await store.AppendAsync(Fetches.Of(_crawl), None);
        var kept = await store.AppendAsync(Fetches.Of(other), None);

        await store.DeleteCrawlAsync(_crawl, None);
        await store.DeleteCrawlAsync(Guid.NewGuid(), None);

        (await store.ReadAsync(location, None)).ShouldBeNull();
        (await ArchiveFolder.BodyAsync(store, kept)).ShouldBe("hello"u8.ToArray());
        var again = await store.AppendAsync(Fetches.Of(_crawl), None);
        (await ArchiveFolder.BodyAsync(store, again)).ShouldBe("hello"u8.ToArray());
    }

    [Fact]
    public async Task PointerToAnythingElse_IsRefused()
    {
        await using var store = _folder.Open();
        var location = await store.AppendAsync(Fetches.Of(_crawl), None);
        var crawl = location.File.Split('/')[0];
        ArchivePointer[] wrong =
        [
            location with { File = $"{crawl}/../../etc/passwd" },
            location with { File = $"../{crawl}.warc.gz" },
            location with { File = "/etc/passwd" },
            location with { File = $"{crawl}/.." },
            location with { Offset = -1 },
            location with { Offset = location.Offset + 1 },
            location with { Offset = 0 },
            location with { Length = location.Length + 1 },
            location with { Length = 0 },
            location with { Offset = long.MaxValue, Length = long.MaxValue },
        ];

        foreach (var one in wrong)
        {
            await Should.ThrowAsync<InvalidDataException>(async () => await store.ReadAsync(one, None), one.ToString());
        }
    }

    [Fact]
    public async Task SecondStoreOfTheSameName_FailsAtItsFirstAppend()
    {
        await using var first = _folder.Open();
        await using var second = _folder.Open();
        await using var other = _folder.Open("two");
        var location = await first.AppendAsync(Fetches.Of(_crawl), None);

        await Should.ThrowAsync<IOException>(async () => await second.AppendAsync(Fetches.Of(_crawl), None));
        (await ArchiveFolder.BodyAsync(second, location)).ShouldBe("hello"u8.ToArray());
        await other.AppendAsync(Fetches.Of(_crawl), None);
        _folder.Files().Count.ShouldBe(2);
    }
}
