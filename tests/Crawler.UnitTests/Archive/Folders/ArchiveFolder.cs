using Crawler.Archive;
using Crawler.Archive.Folders;
using Crawler.Archive.Warc;
using Shouldly;

namespace Crawler.UnitTests.Archive.Folders;

/// <summary>A real archive in a temporary folder, which goes with the test.</summary>
internal sealed class ArchiveFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("crawler-archive-").FullName;

    public ArchiveOptions Options { get; } = new() { FlushToDisk = false };

    public FolderArchiveStore Open(string instance = "one") => new(Root, Options, instance, TimeProvider.System);

    public string PathOf(ArchivePointer location) => Path.Combine(Root, location.File);

    public List<string> Files() =>
        [.. Directory.EnumerateFiles(Root, "*.warc.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>Every file must pass the strict check; the answer is the types of all records in order.</summary>
    public async Task<List<string>> CheckedTypesAsync()
    {
        var types = new List<string>();

        foreach (var file in Files())
        {
            var report = await WarcChecker.CheckAsync(File.OpenRead(file), CancellationToken.None);
            report.Problems.ShouldBeEmpty(file);
            types.AddRange((await RecordsAsync(file)).Select(record => record.Type!));
        }

        return types;
    }

    /// <summary>The records of a file; their blocks are gone.</summary>
    public static async Task<List<WarcRecord>> RecordsAsync(string file)
    {
        await using var reader = new WarcReader(File.OpenRead(file));
        var records = new List<WarcRecord>();

        while (await reader.ReadAsync(CancellationToken.None) is { } record)
        {
            records.Add(record);
        }

        return records;
    }

    public static async Task<byte[]> BodyAsync(IArchiveStore store, ArchivePointer location)
    {
        await using var response = await store.ReadAsync(location, CancellationToken.None);
        using var body = new MemoryStream();
        await response.ShouldNotBeNull().Body.CopyToAsync(body);
        body.Length.ShouldBe(response.BodyBytes);

        return body.ToArray();
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
