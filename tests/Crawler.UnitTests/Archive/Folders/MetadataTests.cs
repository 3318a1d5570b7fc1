using System.Text;

using Crawler.Archive;
using Crawler.Archive.Warc;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Archive.Folders;

public sealed class MetadataTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ArchiveFolder _folder = new();
    private readonly Guid _crawl = Guid.NewGuid();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FetchWithMetadata_HasARecordOfIt()
    {
        _folder.Options.Metadata = true;
        await using var store = _folder.Open();
        var location = await store.AppendAsync(
            WithMetadata("body", new("via", "http://a.example/\u00FC"), new("odd", "a\r\nb: c")), None);

        (await _folder.CheckedTypesAsync()).ShouldBe(["warcinfo", "request", "metadata", "response"]);
        await using var reader = new WarcReader(File.OpenRead(_folder.PathOf(location)));
        await reader.ReadAsync(None);
        await reader.ReadAsync(None);
        var metadata = (await reader.ReadAsync(None))!;
        metadata["Content-Type"].ShouldBe("application/warc-fields");
        metadata["WARC-Target-URI"].ShouldBe("http://a.example/");
        using var block = new StreamReader(metadata.Block, Encoding.UTF8);
        (await block.ReadToEndAsync()).ShouldBe("via: http://a.example/\u00FC\r\nodd: a  b: c\r\n");
        var concurrent = metadata["WARC-Concurrent-To"];
        (await reader.ReadAsync(None))!["WARC-Record-ID"].ShouldBe(concurrent);
    }

    [Fact]
    public async Task MetadataThatIsNotAskedFor_IsNotWritten()
    {
        await using var store = _folder.Open();
        await store.AppendAsync(WithMetadata("body", new HttpField("via", "http://a.example/")), None);

        (await _folder.CheckedTypesAsync()).ShouldBe(["warcinfo", "request", "response"]);
    }

    [Fact]
    public async Task FileCutAnywhereInItsLastFetch_LosesThatFetchAlone()
    {
        _folder.Options.Metadata = true;
        var first = await AppendAsync("a");
        var second = await AppendAsync("b");
        var file = _folder.PathOf(first);
        var whole = await File.ReadAllBytesAsync(file);
        var failing = new List<int>();

        for (var length = (int)(first.Offset + first.Length); length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(file, whole[..length]);
            await AppendAsync("c");
            var types = await _folder.CheckedTypesAsync();
            string[] expected =
                ["warcinfo", "request", "metadata", "response", "request", "metadata", "response"];
            if (!types.SequenceEqual(expected))
            {
                failing.Add(length);
            }
        }

        failing.ShouldBeEmpty();
        (second.Offset + second.Length).ShouldBe(whole.Length);
    }

    private ArchivedFetch WithMetadata(string body, params HttpField[] fields) =>
        Fetches.Of(_crawl, body) with { Metadata = fields };

    private async Task<ArchivePointer> AppendAsync(string body)
    {
        await using var store = _folder.Open();
        return await store.AppendAsync(WithMetadata(body, new HttpField("via", "http://a.example/")), None);
    }
}
