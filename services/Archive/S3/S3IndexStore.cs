using Crawler.Archive.Cdxj;

namespace Crawler.Archive.S3;

/// <summary>Writes the indexes of a crawl in a temporary folder, and sends them beside its WARC files.</summary>
public sealed class S3IndexStore(S3Bucket bucket, S3Options options, TimeProvider time) : IArchiveIndexStore
{
    public async Task<(int Files, long Captures)> WriteAsync(
        Guid crawlId, IAsyncEnumerable<CdxjCapture> captures, CancellationToken cancellationToken)
    {
        var root = Path.Combine(options.SpoolFolder ?? Path.GetTempPath(), $"crawler-index-{Guid.NewGuid():N}");
        var folder = Directory.CreateDirectory(Path.Combine(root, crawlId.ToString("D")));
        try
        {
            var written = await new CdxjFolder(root, time).WriteAsync(crawlId, captures, cancellationToken);
            foreach (var file in folder.EnumerateFiles($"*{CdxjFolder.Extension}"))
            {
                await bucket.PutFileAsync($"{crawlId:D}/{file.Name}", file.FullName, cancellationToken);
            }

            return written;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
