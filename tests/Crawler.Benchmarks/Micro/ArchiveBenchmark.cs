using System.Buffers;
using System.Net;

using BenchmarkDotNet.Attributes;

using Crawler.Archive;
using Crawler.Archive.Folders;

namespace Crawler.Benchmarks.Micro;

/// <summary>
/// Writing request and response of a page to a WARC file, digests and compression included. One operation is one page.
/// </summary>
#pragma warning disable CA1001 // BenchmarkDotNet calls the clean-up.
public class ArchiveBenchmark
#pragma warning restore CA1001
{
    private static readonly HttpField[] Headers =
    [
        new("Server", "nginx"), new("Date", "Sat, 21 Nov 2026 12:00:00 GMT"), new("Content-Type", "text/html; charset=utf-8"),
    ];

    private readonly Guid _crawlId = Guid.NewGuid();
    private DirectoryInfo _folder = null!;
    private FolderArchiveStore _store = null!;
    private int _next;

    [GlobalSetup]
    public void Open()
    {
        ThroughputColumn.Says(nameof(Write), (double)PageCorpus.Bytes / PageCorpus.Pages.Count);
        _folder = Directory.CreateTempSubdirectory("crawler-bench-");
        _store = new FolderArchiveStore(
            _folder.FullName, new ArchiveOptions { FlushToDisk = false }, "benchmark", TimeProvider.System);
    }

    [GlobalCleanup]
    public async Task CloseAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Benchmark(OperationsPerInvoke = 16)]
    public async Task<long> Write()
    {
        long length = 0;
        for (var i = 0; i < 16; i++)
        {
            _next = (_next + 1) % PageCorpus.Pages.Count;
            var pointer = await _store.AppendAsync(
                new ArchivedFetch
                {
                    CrawlId = _crawlId,
                    TargetUrl = $"https://docs.example/{_next}.html",
                    FetchedAt = TimeProvider.System.GetUtcNow(),
                    Address = IPAddress.Loopback,
                    RequestLine = $"GET /{_next}.html HTTP/1.1",
                    RequestHeaders = [new("Host", "docs.example"), new("User-Agent", "Crawler/0.1")],
                    StatusLine = "HTTP/1.1 200 OK",
                    ResponseHeaders = Headers,
                    Body = new ArchivedBody(new ReadOnlySequence<byte>(PageCorpus.Pages[_next])),
                },
                CancellationToken.None);
            length += pointer.Length;
        }

        await _store.FlushAsync(_crawlId, CancellationToken.None);
        return length;
    }
}
