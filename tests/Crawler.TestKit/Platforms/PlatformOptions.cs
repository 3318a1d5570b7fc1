namespace Crawler.TestKit.Platforms;

/// <summary>How many processes of each service a platform has, and their settings.</summary>
public sealed record PlatformOptions
{
    public int Gateways { get; init; } = 1;

    public int Schedulers { get; init; } = 1;

    public int Downloaders { get; init; } = 3;

    public int Notifiers { get; init; }

    public int Workers { get; init; }

    /// <summary>
    /// A folder with a folder of each program, named as its project; null for the build of the running program.
    /// </summary>
    public string? Programs { get; init; }

    /// <summary>
    /// The settings of all processes, as <c>Section:Name=value</c>, beside those that bring them together; a later one
    /// wins. Waits that are short enough for tests unless they are replaced.
    /// </summary>
    public IReadOnlyList<string> Settings { get; init; } = ShortWaits;

    /// <summary>Waits that are short enough for tests, on a machine of few cores.</summary>
    public static IReadOnlyList<string> ShortWaits { get; } =
    [
        "Frontier:PollInterval=200ms", "Frontier:SweepInterval=250ms", "Frontier:RequestTimeout=2s", "Frontier:LeaseTime=20s",
        "Frontier:MaxAttempts=2", "Frontier:RetryDelay=100ms", "Frontier:RefusalDelay=200ms", "Frontier:MaxRefusalDelay=2s",
        "Frontier:WorkerLostAfter=4s", "Downloader:ConnectTimeout=2s", "Downloader:FirstByteTimeout=2s",
        "Downloader:RateWindow=1s", "Downloader:StopGrace=1s", "Archive:FlushToDisk=false", "Messaging:StopTimeout=5s",
        "Messaging:HeartbeatInterval=1s", "Messaging:RabbitMq:ContinuationTimeout=5s",

        // The sites answer from the tests' own process, which may be busy.
        "Frontier:AdaptiveFactor=0",

        // A test's processes live for seconds: profiling their code costs more than better code gives back.
        "DOTNET_TieredPGO=0", "DOTNET_gcConcurrent=0",
    ];

    /// <summary>The same with further settings.</summary>
    public PlatformOptions With(params string[] settings) => this with { Settings = [.. Settings, .. settings] };

    internal IEnumerable<string> Services() =>
        Times("Gateway", Gateways).Concat(Times("Scheduler", Schedulers)).Concat(Times("Downloader", Downloaders))
            .Concat(Times("Notifier", Notifiers)).Concat(Times("Worker", Workers));

    private static IEnumerable<string> Times(string service, int count) => Enumerable.Repeat(service, count);
}
