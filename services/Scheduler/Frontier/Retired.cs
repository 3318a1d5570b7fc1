using System.Runtime.InteropServices;

namespace Crawler.Scheduler.Frontier;

/// <summary>How many URLs have stopped waiting.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Retired(int Pages, int Sitemaps)
{
    public int Count => Pages + Sitemaps;
}
