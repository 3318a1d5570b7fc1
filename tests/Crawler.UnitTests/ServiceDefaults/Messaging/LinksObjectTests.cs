using Crawler.Contracts.V1.Fetching;
using Crawler.ServiceDefaults.Messaging;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.ServiceDefaults.Messaging;

public sealed class LinksObjectTests
{
    [Fact]
    public async Task Links_AreReadAsTheyWereWritten()
    {
        FoundLink[] links = [.. Enumerable.Range(0, 10_000).Select(Link)];

        var content = LinksObject.Write(links);

        content.Length.ShouldBeLessThan(links.Sum(link => link.Url.Length) / 2);
        (await LinksObject.ReadAsync(content, CancellationToken.None)).ShouldBe(links);
        (await LinksObject.ReadAsync(LinksObject.Write([]), CancellationToken.None)).ShouldBe([]);
    }

    [Fact]
    public async Task ObjectCutAnywhere_NeverGivesAPartOfItsLinks()
    {
        FoundLink[] links = [.. Enumerable.Range(0, 20).Select(Link)];
        var whole = LinksObject.Write(links);
        var given = new List<int>();

        for (var length = 0; length < whole.Length; length++)
        {
            // The last octets only confirm what was read before them.
            if (await LinksObject.ReadAsync(whole[..length], CancellationToken.None) is { } read
                && !read.SequenceEqual(links))
            {
                given.Add(length);
            }
        }

        given.ShouldBeEmpty();
        (await LinksObject.ReadAsync(whole[..(whole.Length / 2)], CancellationToken.None)).ShouldBeNull();
        (await LinksObject.ReadAsync("not gzip at all"u8.ToArray(), CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public void Name_BelongsToOneLease()
    {
        var lease = Guid.NewGuid();

        LinksObject.LeaseOf(LinksObject.NameOf(lease)).ShouldBe(lease);
        LinksObject.LeaseOf($"links/{lease:N}.0123.part").ShouldBeNull();
        LinksObject.LeaseOf($"other/{lease:N}").ShouldBeNull();
    }

    private static FoundLink Link(int i) =>
        new() { Url = $"https://site.example/a/rather/long/path/to/page-{i}?with=query", From = i % 128 };
}
