using Crawler.TestKit.Databases;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.EndToEndTests.CommandLine;

[Collection(ProcessCollection.Name)]
public sealed class MigrateCommandTests
{
    [Fact]
    public async Task CrawlOfAFolder_IsMovedToTheDatabase_Once()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(20);
        using var user = new DataFolderUser();
        await using var database = await PostgreSqlTestDatabase.CreateEmptyAsync();
        (await user.RunAsync("crawl", site.Url(), "--delay", "0ms", "--sitemap", "skip")).ExitCode.ShouldBe(0);

        var moved = await user.RunAsync("migrate", "--to", database.ConnectionString);
        var again = await user.RunAsync("migrate", "--to", database.ConnectionString);

        moved.ExitCode.ShouldBe(0, moved.ToString());
        moved.Output[0].ShouldStartWith("Moved 1 crawl, 20 URLs, 20 pages, 1 host, ");
        moved.Output.ShouldContain(line => line.Contains($"Archive:Folder={user.ArchiveFolder}", StringComparison.Ordinal));
        (await database.ExecuteAsync("SELECT count(*) FROM fetches")).ShouldBe(20L);
        again.ShouldBeRefused("--to: the database is in use: ");
        user.ReadCrawl().ShouldBeWhole();
    }

    [Fact]
    public async Task FolderWithoutCrawls_IsRefused()
    {
        using var user = new DataFolderUser();

        var end = await user.RunAsync("migrate", "--to", "Host=127.0.0.1;Database=none");

        end.ShouldBeRefused("--data: there is no crawl in ");
        Directory.Exists(user.Path).ShouldBeFalse();
    }
}
