using System.Runtime.CompilerServices;

namespace Crawler.TestKit.Waiting;

/// <summary>
/// Gives the test process threads for sites and crawlers at once. They share one pool here, which adds a thread only
/// every half second once all are blocked: a request would then be logged that much after it arrived, and a gap
/// between two requests would look shorter than it was.
/// </summary>
internal static class RoomyThreadPool
{
    private const int Threads = 64;

#pragma warning disable CA2255 // Every test process that loads the kit is meant.
    [ModuleInitializer]
    internal static void Widen()
#pragma warning restore CA2255
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, Threads), completions);
    }
}
