namespace Crawler.Embedded;

/// <summary>What the process's exit code says.</summary>
internal static class ExitCodes
{
    /// <summary>Done; a crawl has Completed.</summary>
    public const int Completed = 0;

    /// <summary>
    /// The crawl has Failed or was cancelled, or the command failed for a reason that is not the user's.
    /// </summary>
    public const int Failed = 1;

    /// <summary>The command was not given as it must be.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by a signal; <c>crawl --resume</c> goes on.</summary>
    public const int Interrupted = 130;
}
