using System.Net;
using System.Net.Sockets;

using Shouldly;

using Xunit;

namespace Crawler.EndToEndTests.CommandLine;

/// <summary>
/// What a person did wrong is one sentence and exit code 2. Here are the mistakes that only a whole process can show;
/// those of single arguments are tested where the arguments are read.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class UsageTests
{
    [Fact]
    public async Task UrlThatIsNone_IsRefusedInOneSentence()
    {
        using var user = new DataFolderUser();

        var end = await user.RunAsync("crawl", "example.com");

        end.ShouldBeRefused("URL: 'example.com' is not an absolute URL");
        Directory.Exists(user.Path).ShouldBeFalse();
    }

    [Fact]
    public async Task FolderThatCannotBeMade_IsRefused()
    {
        using var user = new DataFolderUser();
        await File.WriteAllTextAsync(user.Path, "in the way");

        var end = await user.RunAsync("crawl", "http://a.example/");

        end.ShouldBeRefused("--data: the folder ");
    }

    [Fact]
    public async Task NothingToResume_IsRefused()
    {
        using var user = new DataFolderUser();

        var end = await user.RunAsync("crawl", "--resume");

        end.ShouldBeRefused("--data: there is no crawl in ");
    }

    [Fact]
    public async Task PortInUse_IsRefused()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var user = new DataFolderUser();

        var end = await user.RunAsync("serve", "--urls", $"http://{taken.LocalEndpoint}");

        end.ShouldBeRefused("--urls: another process listens on ");
    }
}
