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

    /// <summary>SIGCONT: a frozen process goes on, and knows of nothing.</summary>
    Thaw = 18,

    /// <summary>SIGSTOP: the process stands still where it is, with its connections open.</summary>
    Freeze = 19,
}
