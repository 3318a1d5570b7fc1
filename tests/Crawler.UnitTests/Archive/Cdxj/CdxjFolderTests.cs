using System.Globalization;
using System.Text.Json;

using Crawler.Archive;
using Crawler.Archive.Cdxj;
using Crawler.UnitTests.Archive.Folders;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Archive.Cdxj;

public sealed class CdxjFolderTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ArchiveFolder _folder = new();
    private readonly Guid _crawl = Guid.NewGuid();

    private CdxjFolder Index => new(_folder.Root, TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Line_HasTheFieldsThatReplayToolsRead()
    {
        await using var store = _folder.Open();
        var location = await store.AppendAsync(Fetches.Of(_crawl), None);

        await Index.WriteAsync(_crawl, Of([CaptureOf(location, "https://www.a.example/B?d&c\"")]), None);

        var name = location.File.Split('/')[1];
        (await File.ReadAllTextAsync(Index.PathOf(location.File))).ShouldBe(
            "example,a)/b?c\"&d 20261121100000 {\"url\": \"https://www.a.example/B?d&c\\\"\", \"mime\": \"text/html\", "
            + $"\"status\": \"200\", \"digest\": \"sha256:ABC\", \"length\": \"{location.Length}\", \"offset\": \"{location.Offset}\", "
            + $"\"filename\": \"{name}\"}}\n");
    }

    [Fact]
    public async Task EveryFile_HasItsOwnLinesSortedAndNoOthers()
    {
        _folder.Options.MaxFileBytes = 20_000;
        var captures = await FillAsync(pages: 60);

        var (files, lines) = await Index.WriteAsync(_crawl, Of(captures), maxSortCharacters: 2_000, None);

        files.ShouldBe(_folder.Files().Count);
        files.ShouldBeGreaterThan(2);
        lines.ShouldBe(60);
        foreach (var file in _folder.Files())
        {
            var name = Path.GetRelativePath(_folder.Root, file);
            var read = await File.ReadAllLinesAsync(Index.PathOf(name));
            read.ShouldBe(read.Order(StringComparer.Ordinal));
            read.Select(OffsetOf).ShouldBe(
                captures.Where(capture => capture.Location.File == name).Select(capture => capture.Location.Offset),
                ignoreOrder: true);
        }

        LeftOver().ShouldBeEmpty();
    }

    [Fact]
    public async Task SortInMemoryAndSortInFiles_GiveTheSame()
    {
        var captures = await FillAsync(pages: 40);
        await Index.WriteAsync(_crawl, Of(captures), None);
        var path = Index.PathOf(captures[0].Location.File);
        var inMemory = await File.ReadAllBytesAsync(path);

        await Index.WriteAsync(_crawl, Of([.. captures.Reverse()]), maxSortCharacters: 1, None);

        (await File.ReadAllBytesAsync(path)).ShouldBe(inMemory);
    }

    [Fact]
    public async Task ReaderThatFails_LeavesTheEarlierIndex()
    {
        var captures = await FillAsync(pages: 5);
        await Index.WriteAsync(_crawl, Of(captures), None);
        var path = Index.PathOf(captures[0].Location.File);
        var earlier = await File.ReadAllTextAsync(path);

        await Should.ThrowAsync<TimeoutException>(() => Index.WriteAsync(_crawl, Failing(captures), 1, None));

        (await File.ReadAllTextAsync(path)).ShouldBe(earlier);
        LeftOver().ShouldBeEmpty();
    }

    [Fact]
    public async Task DraftsOfAWriterThatDied_AreRemovedOnceTheyAreOld()
    {
        var captures = await FillAsync(pages: 1);
        var folder = Path.GetDirectoryName(Index.PathOf(captures[0].Location.File))!;
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        foreach (var (name, age) in new[] { ("a.cdxj.1.part", 2), (".1.sort", 2), ("b.cdxj.2.part", 0), (".2.sort", 0) })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), "");
            File.SetLastWriteTimeUtc(Path.Combine(folder, name), now.AddDays(-age));
        }

        await Index.WriteAsync(_crawl, Of(captures), None);

        LeftOver().ShouldBe([".2.sort", "b.cdxj.2.part"], ignoreOrder: true);
    }

    [Fact]
    public async Task CrawlWithoutArchive_HasNoIndex()
    {
        (await Index.WriteAsync(_crawl, Of([]), None)).ShouldBe((0, 0L));

        Directory.EnumerateFileSystemEntries(_folder.Root).ShouldBeEmpty();
    }

    [Fact]
    public async Task CaptureOfAnotherCrawl_IsNotListed()
    {
        var captures = await FillAsync(pages: 1);
        var foreign = captures[0] with { Location = new ArchivePointer($"{Guid.NewGuid():D}/a.warc.gz", 0, 1) };

        (await Index.WriteAsync(_crawl, Of([.. captures, foreign]), None)).ShouldBe((1, 1L));
    }

    private static long OffsetOf(string line)
    {
        using var fields = JsonDocument.Parse(line[line.IndexOf('{')..]);
        return long.Parse(fields.RootElement.GetProperty("offset").GetString()!, CultureInfo.InvariantCulture);
    }

    private static CdxjCapture CaptureOf(ArchivePointer location, string url) => new()
    {
        Url = url,
        FetchedAt = Fetches.Time,
        MediaType = "text/html",
        Status = 200,
        PayloadDigest = "sha256:ABC",
        Location = location,
    };

    private static async IAsyncEnumerable<CdxjCapture> Of(IReadOnlyList<CdxjCapture> captures)
    {
        foreach (var capture in captures)
        {
            yield return capture;
        }

        await Task.CompletedTask;
    }

    private static async IAsyncEnumerable<CdxjCapture> Failing(IReadOnlyList<CdxjCapture> captures)
    {
        await foreach (var capture in Of(captures))
        {
            yield return capture;
        }

        throw new TimeoutException();
    }

    private async Task<IReadOnlyList<CdxjCapture>> FillAsync(int pages)
    {
        await using var store = _folder.Open();
        var captures = new List<CdxjCapture>();
        for (var i = 0; i < pages; i++)
        {
            var url = $"https://a.example/{i * 7919 % 1000}";
            var fetch = Fetches.Of(_crawl, url: url) with { Body = new(new(Fetches.Noise(i, 1_000))) };
            captures.Add(CaptureOf(await store.AppendAsync(fetch, None), url));
        }

        return captures;
    }

    private IEnumerable<string> LeftOver() =>
        Directory.EnumerateFiles(_folder.Root, "*", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(".warc.gz", StringComparison.Ordinal)
                && !path.EndsWith(".cdxj", StringComparison.Ordinal)
                && !path.EndsWith(".lock", StringComparison.Ordinal))
            .Select(path => Path.GetFileName(path));
}
