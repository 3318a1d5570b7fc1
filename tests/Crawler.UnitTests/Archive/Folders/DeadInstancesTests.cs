using Crawler.Archive.Cdxj;
using Crawler.Archive.Folders;
using Crawler.TestKit.Waiting;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Archive.Folders;

public sealed class DeadInstancesTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ArchiveFolder _folder = new();
    private readonly Guid _crawl = Guid.NewGuid();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FileThatADeadInstanceLeftTorn_IsCutByTheNextThatStarts()
    {
        var (file, length) = await AbandonAsync("dead");

        await using var store = _folder.Open("two");
        await store.AppendAsync(Fetches.Of(Guid.NewGuid()), None);

        await Eventually.HoldsAsync(() => !File.Exists(LockOf("dead")));
        new FileInfo(file).Length.ShouldBe(length);
        await _folder.CheckedTypesAsync();
        File.Exists(LockOf("two")).ShouldBeTrue();
    }

    [Fact]
    public async Task FileThatADeadInstanceLeftTorn_IsCutBeforeItsCrawlIsIndexed()
    {
        var (file, length) = await AbandonAsync("dead");

        await new CdxjFolder(_folder.Root, TimeProvider.System).WriteAsync(
            _crawl, AsyncEnumerable.Empty<CdxjCapture>(), None);

        new FileInfo(file).Length.ShouldBe(length);
        Directory.EnumerateFiles(_folder.Root).ShouldBeEmpty();
    }

    [Fact]
    public async Task FileOfAnInstanceThatLives_IsLeftAlone()
    {
        await using var living = _folder.Open("living");
        var location = await living.AppendAsync(Fetches.Of(_crawl), None);
        var file = _folder.PathOf(location);
        await TearAsync(file);
        var torn = new FileInfo(file).Length;

        await MendAsync();

        new FileInfo(file).Length.ShouldBe(torn);
        File.Exists(LockOf("living")).ShouldBeTrue();
    }

    [Fact]
    public async Task FileThatWasJustWrittenTo_WaitsForTheNext()
    {
        var (file, length) = await AbandonAsync("dead");
        File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime);

        await MendAsync();

        new FileInfo(file).Length.ShouldBeGreaterThan(length);
        File.Exists(LockOf("dead")).ShouldBeTrue();
    }

    [Fact]
    public async Task FileWithoutAWholeRecord_IsRemoved()
    {
        var (file, _) = await AbandonAsync("dead");
        await File.WriteAllBytesAsync(file, [0x1F, 0x8B, 0]);
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);

        await MendAsync();

        _folder.Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task InstanceThatEndsInOrder_LeavesNoLock()
    {
        await using (var store = _folder.Open())
        {
            await store.AppendAsync(Fetches.Of(_crawl), None);
        }

        Directory.EnumerateFiles(_folder.Root).ShouldBeEmpty();
    }

    private static async Task TearAsync(string file)
    {
        await using var end = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await end.WriteAsync(new byte[] { 0x1F, 0x8B, 8, 0, 1, 2, 3 });
    }

    private Task MendAsync() => DeadInstances.MendAsync(_folder.Root, own: null, TimeProvider.System, None);

    private string LockOf(string instance) => DeadInstances.LockOf(_folder.Root, instance);

    /// <summary>What a process leaves that was killed while it appended, a while ago.</summary>
    private async Task<(string File, long Length)> AbandonAsync(string instance)
    {
        string file;
        await using (var store = _folder.Open(instance))
        {
            file = _folder.PathOf(await store.AppendAsync(Fetches.Of(_crawl), None));
        }

        var length = new FileInfo(file).Length;
        await TearAsync(file);
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        await File.WriteAllTextAsync(LockOf(instance), "");
        return (file, length);
    }
}
