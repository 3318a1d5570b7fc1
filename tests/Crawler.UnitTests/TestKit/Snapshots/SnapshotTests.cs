using Crawler.TestKit;
using Crawler.TestKit.Snapshots;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.TestKit.Snapshots;

public sealed class SnapshotTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AcceptedText_MatchesWhateverItsLineEnds()
    {
        File.WriteAllText(_folder.File("a.approved.txt"), "one\r\ntwo\r\n");
        File.WriteAllText(_folder.File("a.received.txt"), "left over");

        Snapshot.MatchIn(_folder.Path, "a", "txt", "one\ntwo");

        File.Exists(_folder.File("a.received.txt")).ShouldBeFalse();
    }

    [Fact]
    public void DifferentText_FailsAtTheLineAndKeepsWhatWasReceived()
    {
        File.WriteAllText(_folder.File("a.approved.txt"), "one\ntwo\n");

        var failure = Should.Throw<SnapshotException>(() => Snapshot.MatchIn(_folder.Path, "a", "txt", "one\n2"));

        failure.Message.ShouldContain("line 2");
        failure.Message.ShouldContain($"mv '{_folder.File("a.received.txt")}' '{_folder.File("a.approved.txt")}'");
        File.ReadAllText(_folder.File("a.received.txt")).ShouldBe("one\n2\n");
    }

    [Fact]
    public void TextNeverAccepted_Fails()
    {
        Should.Throw<SnapshotException>(() => Snapshot.MatchIn(_folder.Path, "a", "json", "{}"))
            .Message.ShouldStartWith("There is no accepted text yet.");
    }

    [Fact]
    public void NeutralSourcePath_IsFoundBelowTheRepository()
    {
        Snapshot.FolderOf("/_/tests/Crawler.UnitTests/TestKit/Snapshots/SnapshotTests.cs")
            .ShouldBe(RepositoryRoot.File("tests/Crawler.UnitTests/TestKit/Snapshots"));
    }
}
