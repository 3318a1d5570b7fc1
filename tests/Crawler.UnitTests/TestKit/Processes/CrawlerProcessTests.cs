using System.Diagnostics;

using Crawler.TestKit.Processes;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.TestKit.Processes;

public sealed class CrawlerProcessTests
{
    [Fact]
    public async Task Version_RunsTheBuiltExecutable()
    {
        await using var crawler = CrawlerProcess.Start("--version");

        (await crawler.WaitForExitAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Terminate_EndsTheProcessByItsSignal()
    {
        using var process = Process.Start(new ProcessStartInfo("cat")
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
        })!;

        PosixKill.Send(process.Id, ProcessSignal.Terminate);

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await process.WaitForExitAsync(deadline.Token);
        process.ExitCode.ShouldBe(128 + 15);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1)]
    public void IdOfManyProcesses_IsNotSignalled(int id)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => PosixKill.Send(id, ProcessSignal.None));
    }
}
