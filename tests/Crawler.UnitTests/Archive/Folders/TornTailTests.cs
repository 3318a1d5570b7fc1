using Crawler.Archive;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.Archive.Folders;

public sealed class TornTailTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ArchiveFolder _folder = new();
    private readonly Guid _crawl = Guid.NewGuid();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FileCutAnywhereInItsLastPair_LosesThatPairAlone()
    {
        var (file, ends) = await WriteAsync("a", "b");
        var whole = await File.ReadAllBytesAsync(file);
        var failing = new List<int>();

        for (var length = (int)ends[1]; length <= whole.Length; length++)
        {
            await File.WriteAllBytesAsync(file, whole[..length]);
            await AppendAsync("c");
            var left = await File.ReadAllBytesAsync(file);
            var (kept, bodies) = length == whole.Length ? (ends[2], 3) : (ends[1], 2);

            if (!left.AsSpan().StartsWith(whole.AsSpan(0, (int)kept)) || await BodiesAsync() != bodies)
            {
                failing.Add(length);
            }
        }

        failing.ShouldBeEmpty();
        _folder.Files().ShouldBe([file]);
    }

    [Fact]
    public async Task FileCutInItsOwnRecord_IsBegunAgain()
    {
        var (file, ends) = await WriteAsync("a");
        var whole = await File.ReadAllBytesAsync(file);

        foreach (var length in new[] { 0, 1, (int)ends[0] - 1, (int)ends[0] })
        {
            await File.WriteAllBytesAsync(file, whole[..length]);
            await AppendAsync("b");

            (await BodiesAsync()).ShouldBe(1, $"cut to {length} bytes");
        }
    }

    [Fact]
    public async Task DamageBeforeTheEnd_CutsFromThere()
    {
        var (file, ends) = await WriteAsync("a", "b", "c");
        var whole = await File.ReadAllBytesAsync(file);
        var damaged = whole.ToArray();
        damaged.AsSpan((int)ends[1] + 40, 100).Clear();
        await File.WriteAllBytesAsync(file, damaged);

        await AppendAsync("d");

        (await BodiesAsync()).ShouldBe(2);
        (await File.ReadAllBytesAsync(file)).AsSpan().StartsWith(whole.AsSpan(0, (int)ends[1])).ShouldBeTrue();
    }

    [Fact]
    public async Task WholeFile_IsAppendedTo()
    {
        await WriteAsync("a");

        await AppendAsync("b");

        _folder.Files().Count.ShouldBe(1);
        (await BodiesAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task FilesOfOtherInstances_AreLeftAlone()
    {
        var (file, _) = await WriteAsync("a");
        var torn = (await File.ReadAllBytesAsync(file))[..^1];
        await File.WriteAllBytesAsync(file, torn);

        await using (var other = _folder.Open("a-one"))
        {
            await other.AppendAsync(Fetches.Of(_crawl, "b"), None);
        }

        (await File.ReadAllBytesAsync(file)).ShouldBe(torn);
    }

    private async Task AppendAsync(string body)
    {
        await using var store = _folder.Open();
        await store.AppendAsync(Fetches.Of(_crawl, body), None);
    }

    /// <summary>The file, and where in it its own record and each pair end.</summary>
    private async Task<(string File, List<long> Ends)> WriteAsync(params string[] bodies)
    {
        await using var store = _folder.Open();
        var locations = new List<ArchivePointer>();

        foreach (var body in bodies)
        {
            locations.Add(await store.AppendAsync(Fetches.Of(_crawl, body), None));
        }

        var file = _folder.PathOf(locations[0]);
        var records = await ArchiveFolder.RecordsAsync(file);

        return (file, [records[1].MemberOffset!.Value, .. locations.Select(location => location.Offset + location.Length)]);
    }

    /// <summary>How many responses there are in files that all pass the check.</summary>
    private async Task<int> BodiesAsync() => (await _folder.CheckedTypesAsync()).Count(type => type == "response");
}
