using System.Diagnostics;
using System.Text.Json;

namespace Crawler.Benchmarks.Crawls;

/// <summary>Runs the crawler once, as a process of its own, and measures it from outside.</summary>
/// <remarks>
/// CPU time is what the kernel charges to this process for children that have ended, so nothing of the crawler's last moments
/// is missed, and only one may run at a time. Peak memory is a mark that only rises, looked at often.
/// </remarks>
internal sealed class CrawlerRun(string executable, TimeSpan deadline)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    public async Task<CrawlResult> RunAsync(IEnumerable<string> arguments, string dataFolder)
    {
        var start = new ProcessStartInfo(executable, ["crawl", .. arguments, "--data", dataFolder, "--json"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var cpuBefore = ProcFile.ChildrenCpuSeconds();
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var (last, peak) = await WatchAsync(process);
        var wall = Stopwatch.GetElapsedTime(started);
        return process.ExitCode == 0
            ? new CrawlResult
            {
                Wall = wall,
                CpuSeconds = ProcFile.ChildrenCpuSeconds() - cpuBefore,
                PeakMegabytes = peak,
                LastMegabytes = last,
                Report = ReadReport(await output),
            }
            : throw new BenchmarkFailedException($"The crawler ended with {process.ExitCode}: {await errors}");
    }

    private static JsonElement ReadReport(string output) =>
        JsonSerializer.Deserialize<JsonElement>(output.TrimEnd().Split('\n')[^1]);

    private async Task<(double Last, double Peak)> WatchAsync(Process process)
    {
        using var stop = new CancellationTokenSource(deadline);
        var exit = process.WaitForExitAsync(stop.Token);
        var last = (Resident: 0.0, Peak: 0.0);
        try
        {
            while (!exit.IsCompleted)
            {
                last = ProcFile.MemoryOf(process.Id) ?? last;
                await Task.WhenAny(exit, Task.Delay(LookInterval, TimeProvider.System, CancellationToken.None));
            }

            await exit;
        }
        catch (OperationCanceledException e)
        {
            process.Kill();
            throw new BenchmarkFailedException($"The crawler had not ended after {deadline}.", e);
        }

        return last;
    }
}
