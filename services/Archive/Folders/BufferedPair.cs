using System.IO.Compression;
using Crawler.Archive.Gzip;
using Microsoft.Win32.SafeHandles;

namespace Crawler.Archive.Folders;

/// <summary>A pair compressed in memory before the file is locked, and written by one call.</summary>
internal sealed class BufferedPair : IRecordPair
{
    private readonly PooledBlocks _blocks = new();
    private long _responseOffset;

    private BufferedPair(bool robotsObeyed) => RobotsObeyed = robotsObeyed;

    public bool RobotsObeyed { get; }

    public static async ValueTask<BufferedPair> CreateAsync(
        FetchRecords records, bool robotsObeyed, CompressionLevel level, CancellationToken cancellationToken)
    {
        var pair = new BufferedPair(robotsObeyed);
        try
        {
            await MemberOutput.WriteRequestAsync(records, pair._blocks, level, pair._blocks.Patch, cancellationToken);
            pair._responseOffset = pair._blocks.Length;
            await MemberOutput.WriteResponseAsync(records, pair._blocks, level, pair._blocks.Patch, cancellationToken);
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }

        return pair;
    }

    /// <remarks>Once begun, a write is not cancelled: half a pair is of no use to anybody.</remarks>
    public async ValueTask<PairExtent> WriteAsync(SafeFileHandle file, long offset, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await RandomAccess.WriteAsync(file, [.. _blocks.Blocks], offset, CancellationToken.None);

        return new PairExtent(offset + _responseOffset, offset + _blocks.Length);
    }

    public ValueTask DisposeAsync() => _blocks.DisposeAsync();
}
