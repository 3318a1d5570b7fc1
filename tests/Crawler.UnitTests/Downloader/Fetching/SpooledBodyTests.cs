using Crawler.Downloader;
using Crawler.Downloader.Fetching;
using Crawler.ServiceDefaults.Hosting;
using Crawler.TestKit;

using Microsoft.Extensions.Options;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Downloader.Fetching;

public sealed class SpooledBodyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly BodySpool _spool;

    public SpooledBodyTests()
    {
        var options = new DownloaderOptions { SpoolFolder = _folder.Path, SpoolMemoryBytes = 100_000 };
        _spool = new BodySpool(Options.Create(options), new ProcessInstance());
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(32_768, true)]
    [InlineData(32_769, true)]
    [InlineData(100_000, true)]
    [InlineData(100_001, false)]
    [InlineData(300_000, false)]
    public async Task Body_IsReadBackFromMemoryOrFile(int length, bool isInMemory)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        using var body = _spool.CreateBody();

        await WriteAsync(body, bytes, pieces: 1_000);

        body.Length.ShouldBe(length);
        body.IsInMemory.ShouldBe(isInMemory);
        body.ToArchivedBody().Length.ShouldBe(length);
        Read(body).ShouldBe(bytes);
        Read(body).ShouldBe(bytes);
    }

    [Fact]
    public async Task LongBody_LeavesNoFileBehind()
    {
        using (var body = _spool.CreateBody())
        {
            await WriteAsync(body, new byte[200_000], pieces: 50_000);
        }

        Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task FolderThatCannotBeWritten_IsSpoolFailure()
    {
        await File.WriteAllTextAsync(_folder.File("blocked"), "a file where a folder should be");
        var options = new DownloaderOptions { SpoolFolder = _folder.File("blocked"), SpoolMemoryBytes = 0 };
        using var spool = new BodySpool(Options.Create(options), new ProcessInstance());
        using var body = spool.CreateBody();

        await Should.ThrowAsync<SpoolFailedException>(() => WriteAsync(body, new byte[10], pieces: 10));
    }

    public void Dispose()
    {
        _spool.Dispose();
        _folder.Dispose();
    }

    private static async Task WriteAsync(SpooledBody body, byte[] bytes, int pieces)
    {
        for (var start = 0; start < bytes.Length;)
        {
            var memory = body.GetMemory();
            var count = Math.Min(Math.Min(pieces, memory.Length), bytes.Length - start);
            bytes.AsMemory(start, count).CopyTo(memory);
            await body.AdvanceAsync(count, CancellationToken.None);
            start += count;
        }
    }

    private static byte[] Read(SpooledBody body)
    {
        using var all = new MemoryStream();
        using var stream = body.OpenRead();
        stream.CopyTo(all);
        return all.ToArray();
    }
}
