using System.Globalization;

using Crawler.Archive;
using Crawler.Archive.Folders;
using Crawler.Contracts.V1.Fetching;
using Crawler.Downloader.Decoding;
using Crawler.Embedded.Crawling;
using Crawler.Gateway.Queries;
using Crawler.WebStandards.Url;

namespace Crawler.Embedded;

/// <summary>Finds stored pages of a data folder, and opens what the archive has of them.</summary>
internal sealed class ArchivedPages(DataReader data) : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly FolderArchiveStore _store =
        new(data.ArchiveFolder, new ArchiveOptions(), "reader", TimeProvider.System);

    /// <summary>The page with a number, or the one last stored of a URL; a usage error where there is none.</summary>
    public Task<StoredPage> FindAsync(Guid crawlId, string page, CancellationToken cancellationToken) =>
        data.Services.UseAsync<PageQueries, StoredPage>(async queries =>
        {
            var seq = long.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? (long?)number
                : WebUrl.TryParse(page, out var url) && url.IsHttp
                    ? await queries.FindLastAsync(crawlId, url, cancellationToken)
                    : throw new UsageException($"PAGE: '{page}' is neither a number nor an http or https URL.");
            return seq is { } stored && await queries.FindAsync(crawlId, stored, cancellationToken) is { } found
                ? found
                : throw new UsageException($"PAGE: crawl {crawlId} has not stored '{page}'.");
        });

    /// <summary>The record of a page, uncompressed: a revisit record where the page only repeats an earlier one.</summary>
    public async Task<Stream> OpenRecordAsync(StoredPage page) =>
        await ReadAsync(page, async pointer => await _store.ReadRecordAsync(pointer));

    /// <summary>The decoded body of a page, from the record that holds it.</summary>
    public async Task<Stream> OpenBodyAsync(Guid crawlId, StoredPage page, CancellationToken cancellationToken)
    {
        var holder = page.OriginalSeq is { } original
            ? await FindAsync(crawlId, original.ToString(CultureInfo.InvariantCulture), cancellationToken)
            : page;
        await using var response = await ReadAsync(
            holder, async pointer => await _store.ReadAsync(pointer, cancellationToken));

        // The codecs read without waiting, which the archive's streams do not do.
        var sent = new FileStream(
            Path.Combine(Path.GetTempPath(), $"crawler-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.ReadWrite,
            FileShare.None, BufferBytes, FileOptions.DeleteOnClose);
        try
        {
            await response.Body.CopyToAsync(sent, cancellationToken);
            return Decode(response, sent);
        }
        catch
        {
            await sent.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static Stream Decode(ArchivedResponse response, Stream sent)
    {
        string[] codings =
        [
            .. response.Headers
                .Where(field => field.Name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase))
                .Select(field => field.Value),
        ];
        sent.Position = 0;
        return StoredBody.TryDecode(sent, sent.Length, codings, out var body)
            ? body
            : throw new UsageException(
                $"PAGE: '{response.TargetUrl}' came in a coding that is not known, {string.Join(", ", codings)}; --raw has it.");
    }

    private static async Task<TContent> ReadAsync<TContent>(
        StoredPage page, Func<ArchivePointer, Task<TContent?>> read)
        where TContent : class
    {
        if (page.Archive is not { } location)
        {
            throw new UsageException($"PAGE: '{page.Url}' was stored, but not archived.");
        }

        try
        {
            return await read(PointerOf(location))
                ?? throw new UsageException($"PAGE: the file {location.File} of '{page.Url}' is not in the archive.");
        }
        catch (InvalidDataException e)
        {
            throw new UsageException($"PAGE: the record of '{page.Url}' cannot be read: {e.Message}");
        }
    }

    private static ArchivePointer PointerOf(ArchiveLocation location) =>
        new(location.File, location.Offset, location.Length);
}
