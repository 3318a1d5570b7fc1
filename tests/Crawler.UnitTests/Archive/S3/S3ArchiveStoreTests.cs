using Crawler.Archive;
using Crawler.Archive.S3;
using Crawler.TestKit;
using Crawler.TestKit.Web;
using Crawler.UnitTests.Archive.Folders;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Archive.S3;

/// <summary>What a store keeps of a bucket that is away.</summary>
public sealed class S3ArchiveStoreTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();
    private readonly Guid _crawl = Guid.NewGuid();
    private volatile bool _isAway;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WhatCannotBeSent_IsKeptUpToALimit()
    {
        await using var server = Server();
        using var bucket = new S3Bucket(OptionsFor(server), maxRetries: 0);
        await using var store = Open(server, bucket);
        _isAway = true;

        var appended = 0;
        await Should.ThrowAsync<IOException>(async () =>
        {
            for (; appended < 1_000; appended++)
            {
                await store.AppendAsync(Fetches.Of(_crawl), None);
                await Should.ThrowAsync<IOException>(async () => await store.FlushAsync(_crawl, None));
            }
        });

        appended.ShouldBeInRange(2, 100);
        Spooled().ShouldBeLessThan(60_000);
    }

    [Fact]
    public async Task WhatIsKeptOfACrawlThatNobodyFlushes_IsSentByWhoeverNeedsTheRoom()
    {
        await using var server = Server();
        using var bucket = new S3Bucket(OptionsFor(server), maxRetries: 0);
        await using var store = Open(server, bucket);
        _isAway = true;
        await store.AppendAsync(Fetches.Of(_crawl) with { Body = Body(60_000) }, None);
        await Should.ThrowAsync<IOException>(async () => await store.FlushAsync(_crawl, None));
        await Should.ThrowAsync<IOException>(async () => await store.AppendAsync(Fetches.Of(Guid.NewGuid()), None));

        _isAway = false;
        await store.AppendAsync(Fetches.Of(Guid.NewGuid()), None);

        Spooled().ShouldBeLessThan(10_000);
    }

    [Fact]
    public async Task FlushedCrawl_IsForgotten()
    {
        await using var server = Server();
        using var bucket = new S3Bucket(OptionsFor(server), maxRetries: 0);
        await using var store = Open(server, bucket);
        await store.AppendAsync(Fetches.Of(_crawl), None);
        store.Crawls.ShouldBe(1);

        await store.FlushAsync(_crawl, None);
        await store.FlushAsync(Guid.NewGuid(), None);

        store.Crawls.ShouldBe(0);
        await store.AppendAsync(Fetches.Of(_crawl), None);
        store.Crawls.ShouldBe(1);
    }

    private static ArchivedBody Body(int length) => new(new(Fetches.Noise(1, length)));

    private long Spooled() => Directory.Exists(_folder.File("spool"))
        ? Directory.EnumerateFiles(_folder.File("spool"), "*.warc.gz", SearchOption.AllDirectories)
            .Sum(file => new FileInfo(file).Length)
        : 0;

    private RawSite Server() => RawSite.Script(async (connection, cancellationToken) =>
    {
        await connection.ReadHeadAsync(cancellationToken);
        var answer = _isAway ? "503 Slow Down" : "200 OK";
        await connection.WriteAsync(
            $"HTTP/1.1 {answer}\r\nETag: \"1\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", cancellationToken);
        connection.CloseSending();
        await connection.WaitForCloseAsync(cancellationToken);
    });

    private S3ArchiveStore Open(RawSite server, S3Bucket bucket) =>
        new(bucket, new ArchiveOptions { S3 = OptionsFor(server) }, "one", TimeProvider.System);

    private S3Options OptionsFor(RawSite server) => new()
    {
        Bucket = "crawls",
        ServiceUrl = server.Url(""),
        AccessKey = "key",
        SecretKey = "secret",
        SpoolFolder = _folder.File("spool"),
        MaxUnsentBytes = 50_000,
        Timeout = TimeSpan.FromSeconds(30),
    };
}
