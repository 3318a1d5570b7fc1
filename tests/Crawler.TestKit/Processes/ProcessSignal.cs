namespace Crawler.TestKit.Processes;

/// <summary>Signals that ask a process to end, by their POSIX numbers.</summary>
public enum ProcessSignal
{
    /// <summary>No signal; asks whether the process is there.</summary>
    None = 0,

    /// <summary>SIGINT, as Ctrl+C sends it.</summary>
    Interrupt = 2,

    /// <summary>SIGTERM, as container hosts send it.</summary>
    Terminate = 15,
}
