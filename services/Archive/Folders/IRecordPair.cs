using Microsoft.Win32.SafeHandles;

namespace Crawler.Archive.Folders;

/// <summary>The two members of a fetch, ready to go to the end of a file.</summary>
internal interface IRecordPair : IAsyncDisposable
{
    /// <summary>Whether the robots.txt of its site was obeyed: asked of the fetch that begins a file.</summary>
    bool RobotsObeyed { get; }

    ValueTask<PairExtent> WriteAsync(SafeFileHandle file, long offset, CancellationToken cancellationToken);
}
