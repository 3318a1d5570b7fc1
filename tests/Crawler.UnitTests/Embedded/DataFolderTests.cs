using Crawler.Archive;
using Crawler.Embedded;
using Crawler.TestKit;

using Microsoft.Extensions.Configuration;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Embedded;

public sealed class DataFolderTests
{
    [Fact]
    public void FolderInUse_IsRefusedUntilItIsFree()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("data");

        using (DataFolder.Open(path))
        {
            var refusal = Should.Throw<UsageException>(() => DataFolder.Open(path));
            refusal.Message.ShouldStartWith("--data: another process works in ");
        }

        using var again = DataFolder.Open(path);
        again.Path.ShouldBe(path);
    }

    [Fact]
    public void LockThatAProcessLeftBehind_DoesNotKeepTheNextOneOut()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("crawler.lock"), "4711, and much more than an id");

        using (DataFolder.Open(folder.Path))
        {
        }

        File.ReadAllText(folder.File("crawler.lock")).ShouldBe($"{Environment.ProcessId}");
    }

    [Theory]
    [InlineData("file")]
    [InlineData("file/below")]
    [InlineData("nul\0")]
    public void PathThatIsNoFolder_IsRefusedInOneSentence(string path)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "");

        var refusal = Should.Throw<UsageException>(() => DataFolder.Open($"{folder.Path}/{path}"));

        refusal.Message.ShouldStartWith("--data: the folder ");
        refusal.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void Settings_PlaceEverythingInTheFolder()
    {
        using var folder = new TemporaryFolder();
        using var data = DataFolder.Open(folder.Path);

        var settings = data.Settings(new ConfigurationBuilder().Build()).ToDictionary();

        settings["Sqlite:File"].ShouldBe(folder.File("crawler.db"));
        settings["Archive:Folder"].ShouldBe(folder.File("archive"));
        settings["Downloader:ArchiveInstance"].ShouldBe("embedded");
    }

    [Fact]
    public void ArchiveThatSettingsName_StaysThere()
    {
        using var folder = new TemporaryFolder();
        using var data = DataFolder.Open(folder.Path);
        var named = new ConfigurationBuilder().AddInMemoryCollection([new("Archive:Folder", "/mnt/archive")]).Build();
        var byDefault = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Archive:Folder", new ArchiveOptions().Folder)]).Build();

        data.Settings(named).Select(setting => setting.Key).ShouldBe(["Sqlite:File", "ScheduledMessages:File"]);
        DataFolder.ArchiveOf(folder.Path, named).ShouldBe("/mnt/archive");
        data.Settings(byDefault).ToDictionary()["Archive:Folder"].ShouldBe(folder.File("archive"));
    }
}
