using System.Runtime.InteropServices;

namespace Crawler.Archive.Folders;

/// <summary>Where in a file a pair's response is; it ends where the pair ends.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PairExtent(long Response, long End);
