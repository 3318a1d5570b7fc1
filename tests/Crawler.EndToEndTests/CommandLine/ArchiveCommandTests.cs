using System.Text.Json;

using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.EndToEndTests.CommandLine;

[Collection(ProcessCollection.Name)]
public sealed class ArchiveCommandTests
{
    [Fact]
    public async Task CrawledSite_IsVerifiedListedAndRead()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/", links: ["/packed", "/hidden"])
            .CompressedPage("/packed", "gzip", title: "Packed")
            .Respond("/hidden", 200, "<p>hidden", "text/html", ("X-Robots-Tag", "noarchive"));
        using var user = new DataFolderUser();
        var crawl = await user.RunAsync("crawl", site.Url(), "--delay", "0s", "--sitemap", "skip", "--json");
        var id = crawl.Json.GetProperty("crawlId").GetString()!;

        var verified = await user.RunAsync("archive", "verify");
        verified.ExitCode.ShouldBe(0, verified.ToString());
        verified.Output[^1].ShouldBe("1 files, 5 records, no problems");
        Directory.GetFiles(user.ArchiveFolder, "*.cdxj", SearchOption.AllDirectories).ShouldHaveSingleItem();

        var listed = await user.RunAsync("archive", "list", id, "--json");
        var rows = listed.Output.Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        rows.Select(row => row.GetProperty("url").GetString()).ShouldBe([site.Url("/"), site.Url("/packed")]);
        rows.ShouldAllBe(row => row.GetProperty("record").GetString() == "response");
        (await user.RunAsync("archive", "list", id)).Output.Count.ShouldBe(3);

        var page = await user.RunAsync("archive", "get", id, site.Url("/packed#part"));
        string.Join('\n', page.Output).ShouldContain("<title>Packed</title>");
        var seq = rows[1].GetProperty("seq").GetInt64();
        var raw = await user.RunAsync("archive", "get", id, $"{seq}", "--raw");
        raw.Output[0].ShouldBe("WARC/1.1");
        raw.Output.ShouldContain("WARC-Type: response");
        var file = user.File("page.html");
        (await user.RunAsync("archive", "get", id, site.Url("/packed"), "--output", file)).ExitCode.ShouldBe(0);
        (await File.ReadAllTextAsync(file)).ShouldContain("Packed");

        (await user.RunAsync("archive", "get", id, site.Url("/other"))).ShouldBeRefused("PAGE");
        (await user.RunAsync("archive", "get", id, site.Url("/hidden"))).ShouldBeRefused("PAGE");
        (await user.RunAsync("archive", "get", id, "no-url")).ShouldBeRefused("PAGE");
        (await user.RunAsync("archive", "verify", user.File("nothing"))).ShouldBeRefused("TARGET");
        (await user.RunAsync("archive", "index", id)).Output.ShouldBe(["1 indexes, 2 captures"]);
    }

    [Fact]
    public async Task DamagedFile_FailsTheCheckAndSaysWhere()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/");
        using var user = new DataFolderUser();
        await user.RunAsync("crawl", site.Url(), "--delay", "0s", "--sitemap", "skip", "--json");
        var file = Directory.GetFiles(user.ArchiveFolder, "*.warc.gz", SearchOption.AllDirectories).Single();
        var bytes = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, bytes[..^5]);

        var verified = await user.RunAsync("archive", "verify", file);

        verified.ExitCode.ShouldBe(1, verified.ToString());
        verified.Output[0].ShouldContain("problem");
        verified.Output[1].ShouldContain("Compression");
    }

    [Fact]
    public async Task RecrawledPage_IsReadFromItsOriginal()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/", title: "Steady");
        using var user = new DataFolderUser();
        var crawl = await user.RunAsync(
            "crawl", site.Url(), "--delay", "0s", "--recrawl-after", "1s", "--max-duration", "6s", "--json");
        var id = crawl.Json.GetProperty("crawlId").GetString()!;
        var rows = (await user.RunAsync("archive", "list", id, "--json")).Output
            .Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        rows.Length.ShouldBeGreaterThan(1);
        rows[^1].GetProperty("record").GetString().ShouldBe("revisit");

        var page = await user.RunAsync("archive", "get", id, site.Url("/"));
        var raw = await user.RunAsync("archive", "get", id, site.Url("/"), "--raw");

        string.Join('\n', page.Output).ShouldContain("<title>Steady</title>");
        raw.Output.ShouldContain("WARC-Type: revisit");
    }
}
