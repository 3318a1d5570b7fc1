using Crawler.Archive.Folders;

namespace Crawler.Archive.Cdxj;

/// <summary>Writes the indexes of an archive folder: beside each WARC file a CDXJ file of the same name.</summary>
/// <remarks>
/// An index lists what is known to be committed, sorted by key and time, and not whatever lies in the file: records
/// that no row points to are legal. It is written anew as a whole and put in place by renaming, so that a reader finds
/// the old one or the new one, whoever else writes it and wherever the writer dies.
/// </remarks>
public sealed class CdxjFolder(string root, TimeProvider time) : IArchiveIndexStore
{
    /// <summary>What an index has in place of <c>.warc.gz</c>.</summary>
    public const string Extension = ".cdxj";

    /// <summary>Held at a time: about 3 MB of memory.</summary>
    private const long MaxSortCharacters = 1L << 20;

    /// <summary>What a writer that died has left behind is older.</summary>
    private static readonly TimeSpan MaxDraftAge = TimeSpan.FromDays(1);

    /// <summary>Stands between file and line while both are sorted together; in neither.</summary>
    private const char Separator = '\t';

    /// <summary>The place of the index of a WARC file, by the name that its pointers have.</summary>
    public string PathOf(string warcFile)
    {
        var (crawlId, name) = CrawlFileName.Split(warcFile);

        return Path.Combine(root, crawlId.ToString("D"), name[..^CrawlFileName.Extension.Length] + Extension);
    }

    /// <summary>Writes the indexes of a crawl's files.</summary>
    /// <param name="crawlId">The crawl.</param>
    /// <param name="captures">All that is committed of the crawl, in any order. Of files that are gone nothing is
    /// written.</param>
    /// <param name="cancellationToken">Ends it; indexes that are not written yet stay as they were.</param>
    /// <returns>How many files have an index now, and how many lines are in them.</returns>
    public Task<(int Files, long Captures)> WriteAsync(
        Guid crawlId, IAsyncEnumerable<CdxjCapture> captures, CancellationToken cancellationToken) =>
        WriteAsync(crawlId, captures, MaxSortCharacters, cancellationToken);

    internal async Task<(int Files, long Captures)> WriteAsync(
        Guid crawlId,
        IAsyncEnumerable<CdxjCapture> captures,
        long maxSortCharacters,
        CancellationToken cancellationToken)
    {
        var folder = Path.Combine(root, crawlId.ToString("D"));
        if (!Directory.Exists(folder))
        {
            return (0, 0);
        }

        await DeadInstances.MendAsync(root, own: null, time, cancellationToken);
        RemoveOldDrafts(folder);
        await using var lines = new SortedLines(folder, maxSortCharacters);
        await foreach (var capture in captures.WithCancellation(cancellationToken))
        {
            if (CrawlFileName.Split(capture.Location.File).CrawlId == crawlId
                && CdxjLine.Write(capture) is { } line)
            {
                await lines.AddAsync($"{capture.Location.File}{Separator}{line}", cancellationToken);
            }
        }

        return await WriteFilesAsync(lines.ReadAsync(cancellationToken), cancellationToken);
    }

    private void RemoveOldDrafts(string folder)
    {
        var before = (time.GetUtcNow() - MaxDraftAge).UtcDateTime;
        string[] patterns = [$"*{CdxjDraft.Extension}", $"*{SortedLines.Extension}"];
        foreach (var file in patterns.SelectMany(new DirectoryInfo(folder).EnumerateFiles))
        {
            if (file.LastWriteTimeUtc < before)
            {
                file.Delete();
            }
        }
    }

    private async Task<(int Files, long Captures)> WriteFilesAsync(
        IAsyncEnumerable<string> lines, CancellationToken cancellationToken)
    {
        var files = 0;
        var captures = 0L;
        CdxjDraft? draft = null;
        try
        {
            await foreach (var entry in lines)
            {
                var end = entry.IndexOf(Separator, StringComparison.Ordinal);
                if (draft is null || !entry.AsSpan(0, end).SequenceEqual(draft.WarcFile))
                {
                    files += await PlaceAsync(draft) ? 1 : 0;
                    draft = null;
                    draft = new CdxjDraft(entry[..end], PathOf(entry[..end]));
                }

                await draft.WriteAsync(entry.AsMemory(end + 1), cancellationToken);
                captures++;
            }

            files += await PlaceAsync(draft) ? 1 : 0;
            draft = null;
        }
        finally
        {
            if (draft is not null)
            {
                await draft.DisposeAsync();
            }
        }

        return (files, captures);
    }

    private static async ValueTask<bool> PlaceAsync(CdxjDraft? draft)
    {
        if (draft is null)
        {
            return false;
        }

        await using (draft)
        {
            await draft.PlaceAsync();
        }

        return true;
    }
}
