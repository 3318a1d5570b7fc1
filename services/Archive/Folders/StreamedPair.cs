using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace Crawler.Archive.Folders;

/// <summary>A pair whose body is too long to hold, compressed straight into the file.</summary>
internal sealed class StreamedPair(FetchRecords records, bool robotsObeyed, CompressionLevel level) : IRecordPair
{
    public bool RobotsObeyed => robotsObeyed;

    public async ValueTask<PairExtent> WriteAsync(SafeFileHandle file, long offset, CancellationToken cancellationToken)
    {
        await using var output = new FileTail(file, offset);
        await MemberOutput.WriteRequestAsync(records, output, level, output.Patch, cancellationToken);
        var response = output.Length;
        await MemberOutput.WriteResponseAsync(records, output, level, output.Patch, cancellationToken);

        return new PairExtent(offset + response, offset + output.Length);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
