using Crawler.TestKit.Processes;
using Crawler.TestKit.Waiting;

namespace Crawler.TestKit.Platforms;

/// <summary>One process of a platform, which may end and be started again.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private const string Listens = "Now listening on: ";

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(90);

    private readonly Func<CrawlerProcess> _start;
    private readonly List<string> _errors = [];
    private readonly Lock _gate = new();
    private CrawlerProcess _process;
    private TimeSpan _earlier;
    private int _errorsOfStart;

    internal ServiceProcess(string name, Func<CrawlerProcess> start)
    {
        Name = name;
        _start = start;
        _process = start();
    }

    /// <summary>Unlike that of every other process of the platform: <c>downloader-1</c>.</summary>
    public string Name { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Where it answers HTTP at this moment.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Processor time of this process and of those that it was before.</summary>
    public TimeSpan ProcessorTime => _earlier + ProcessTimes.OfTree(Id);

    /// <summary>
    /// What it has logged as errors, each with its name; not what it said of not being ready while it started.
    /// </summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_gate)
            {
                return [.. _errors, .. Now()];
            }
        }
    }

    public IReadOnlyList<string> Output => [.. _process.Output, .. _process.Errors];

    public void SendSignal(ProcessSignal signal) => _process.SendSignal(signal);

    /// <summary>SIGKILL; returns when the process is gone.</summary>
    public async Task KillAsync()
    {
        _earlier = ProcessorTime;
        await _process.KillAsync();
    }

    public Task<int> WaitForExitAsync(TimeSpan? within = null) => _process.WaitForExitAsync(within);

    /// <summary>Starts another one in place of one that has ended, and returns when it is ready.</summary>
    public async Task StartAgainAsync()
    {
        await _process.WaitForExitAsync();
        lock (_gate)
        {
            _errors.AddRange(Now());
        }

        await _process.DisposeAsync();
        _errorsOfStart = 0;
        _process = _start();
        await WaitUntilReadyAsync();
    }

    public async ValueTask DisposeAsync() => await _process.DisposeAsync();

    internal async Task WaitUntilReadyAsync()
    {
        var line = await _process.WaitForLineAsync(text => text.Contains(Listens, StringComparison.Ordinal), StartTime);
        Address = new Uri(line[(line.IndexOf(Listens, StringComparison.Ordinal) + Listens.Length)..].Trim());
        using var client = new HttpClient { BaseAddress = Address };
        await Eventually.HoldsAsync(() => IsReadyAsync(client), StartTime, $"{Name} is to be ready.", LookInterval);
        _errorsOfStart = _process.LoggedErrors.Count;
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return answer.IsSuccessStatusCode;
    }

    private IEnumerable<string> Now() => _process.LoggedErrors.Skip(_errorsOfStart).Select(line => $"{Name}: {line}");
}
