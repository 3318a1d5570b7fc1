using Crawler.Archive.Objects;
using Crawler.TestKit;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Archive.Objects;

public sealed class FolderObjectStoreTests : IDisposable
{
    private const string Name = "links/one";

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();

    private FolderObjectStore Store => new(_folder.File("objects"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Object_IsReadBackUntilItIsRemoved()
    {
        await Store.PutAsync(Name, "first"u8.ToArray(), None);
        await Store.PutAsync(Name, "second"u8.ToArray(), None);

        (await Store.GetAsync(Name, 100, None)).ShouldBe("second"u8.ToArray());
        (await Store.GetAsync(Name, 5, None)).ShouldBeNull();
        await Store.DeleteAsync(Name, None);
        await Store.DeleteAsync(Name, None);
        (await Store.GetAsync(Name, 100, None)).ShouldBeNull();
        Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task ObjectsOfAnAge_AreListed()
    {
        await Store.PutAsync("links/old", default, None);
        await Store.PutAsync("links/older", default, None);
        await Store.PutAsync("links/new", default, None);
        await Store.PutAsync("other/old", default, None);
        var now = TimeProvider.System.GetUtcNow();
        foreach (var name in new[] { "links/old", "links/older", "other/old" })
        {
            File.SetLastWriteTimeUtc(_folder.File("objects", name), now.AddHours(-2).UtcDateTime);
        }

        (await Store.ListAsync("links", now.AddHours(-1), 10, None)).ShouldBe(["links/old", "links/older"], ignoreOrder: true);
        (await Store.ListAsync("links", now.AddHours(-1), 1, None)).Count.ShouldBe(1);
        (await Store.ListAsync("none", now, 10, None)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("links")]
    [InlineData("links/a/b")]
    [InlineData("../secret")]
    [InlineData("links/..")]
    [InlineData("links/.hidden")]
    [InlineData("links/")]
    [InlineData("/etc/passwd")]
    [InlineData("links/a b")]
    [InlineData("links/a\\b")]
    public async Task NameThatLeadsElsewhere_IsRefused(string name)
    {
        await Should.ThrowAsync<ArgumentException>(async () => await Store.GetAsync(name, 1, None));
        await Should.ThrowAsync<ArgumentException>(async () => await Store.PutAsync(name, default, None));
        await Should.ThrowAsync<ArgumentException>(async () => await Store.DeleteAsync(name, None));
    }
}
