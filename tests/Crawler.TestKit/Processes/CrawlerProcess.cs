using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Crawler.TestKit.Processes;

/// <summary>
/// The real <c>crawler</c> executable, as it was built with the running tests, in a process of its own.
/// </summary>
/// <remarks>Disposing kills this process and no other.</remarks>
public sealed partial class CrawlerProcess : IAsyncDisposable
{
    private const int MaximumLines = 100_000;

    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Seen)> _waiting = [];

    private CrawlerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The lines written to standard output so far.</summary>
    public IReadOnlyList<string> Output => Copy(_output);

    /// <summary>The lines written to standard error so far.</summary>
    public IReadOnlyList<string> Errors => Copy(_errors);

    /// <summary>The lines that simple, single-line logging wrote for errors.</summary>
    public IReadOnlyList<string> LoggedErrors => [.. Copy(_output).Concat(Copy(_errors)).Where(line => LoggedError().IsMatch(line))];

    /// <summary>Where the build puts the executable: the configuration is that of the running tests.</summary>
    public static string ExecutablePath
    {
        get
        {
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
            return RepositoryRoot.File("artifacts", "bin", "Embedded", configuration, "crawler.dll");
        }
    }

    /// <summary>
    /// Starts one service alone, with its settings as environment variables: from its folder below
    /// <paramref name="programs"/>, or as it was built with the running tests.
    /// </summary>
    public static CrawlerProcess StartService(string project, IEnumerable<string> settings, string? programs = null)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var name = $"Crawler.{project}.dll";
        var path = programs is null
            ? RepositoryRoot.File("artifacts", "bin", project, configuration, name)
            : Path.Combine(programs, project, name);
        return Start(path, [], workingFolder: null, EnvironmentOf(settings));
    }

    /// <summary>Starts it with its settings as environment variables.</summary>
    public static CrawlerProcess StartWith(IEnumerable<string> settings, params string[] arguments) =>
        Start(arguments, workingFolder: null, EnvironmentOf(settings));

    public static CrawlerProcess Start(params string[] arguments) => Start(arguments, workingFolder: null);

    /// <summary>Starts it in a folder, with environment variables beside the test's own; null takes one away.</summary>
    public static CrawlerProcess Start(
        IEnumerable<string> arguments,
        string? workingFolder,
        params (string Name, string? Value)[] environment) =>
        Start(ExecutablePath, arguments, workingFolder, environment);

    private static CrawlerProcess Start(
        string path,
        IEnumerable<string> arguments,
        string? workingFolder,
        (string Name, string? Value)[] environment)
    {
        // A process whose parents run in the background of a shell would inherit that it ignores Ctrl-C.
        var start = new ProcessStartInfo("env", ["--default-signal=HUP,INT,QUIT", "dotnet", path, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder ?? "",
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        var crawler = new CrawlerProcess(process);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return crawler;
    }

    /// <summary>Returns the first line of either stream that is wanted, also one that was written before.</summary>
    public async Task<string> WaitForLineAsync(Func<string, bool> wanted, TimeSpan? within = null)
    {
        var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_output.Concat(_errors).FirstOrDefault(wanted) is { } line)
            {
                return line;
            }

            _waiting.Add((wanted, seen));
        }

        try
        {
            return await seen.Task.WaitAsync(within ?? TimeSpan.FromSeconds(30));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"The line did not come. {Transcript()}", e);
        }
    }

    public void SendSignal(ProcessSignal signal) => PosixKill.Send(_process.Id, signal);

    /// <summary>SIGKILL: the process does nothing more, not even flush. Returns when it is gone.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
    }

    /// <summary>
    /// Returns the exit code, with all output read; fails with what was written when it does not end in time.
    /// </summary>
    public async Task<int> WaitForExitAsync(TimeSpan? within = null)
    {
        using var deadline = new CancellationTokenSource(within ?? TimeSpan.FromSeconds(30));
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"The process has not ended. {Transcript()}", e);
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"^(\S+Z)?(fail|crit): ", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex LoggedError();

    /// <summary>A later setting of the same name wins.</summary>
    private static (string Name, string? Value)[] EnvironmentOf(IEnumerable<string> settings) =>
    [
        .. settings.Select(setting => setting.Split('=', 2))
            .Select(parts => (parts[0].Replace(":", "__", StringComparison.Ordinal), (string?)parts[1])),
    ];

    private string Transcript() => string.Join(
        Environment.NewLine,
        ["Standard output:", .. Output.TakeLast(50), "Standard error:", .. Errors.TakeLast(50)]);

    private string[] Copy(List<string> lines)
    {
        lock (_gate)
        {
            return [.. lines];
        }
    }

    private void Keep(List<string> lines, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            if (lines.Count < MaximumLines)
            {
                lines.Add(line);
            }

            foreach (var (wanted, seen) in _waiting)
            {
                if (wanted(line))
                {
                    seen.TrySetResult(line);
                }
            }

            _waiting.RemoveAll(waiting => waiting.Seen.Task.IsCompleted);
        }
    }
}
