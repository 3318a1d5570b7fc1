namespace Crawler.Archive.Folders;

/// <summary>Cuts off what processes that died have left torn in an archive's folder.</summary>
/// <remarks>
/// An instance holds a lock of the operating system on its file <c>.NAME.lock</c> for as long as it lives. Whoever gets
/// that lock knows that the instance is dead, mends the last file of each crawl that it wrote, and removes the lock's
/// file. Nothing is touched where locks do not hold, as on some file systems of a network, nor a file that somebody has
/// open or that was written to a moment ago.
/// </remarks>
internal static class DeadInstances
{
    private const string LockExtension = ".lock";

    /// <summary>An append under way writes more often.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    public static string LockOf(string root, string instance) => Path.Combine(root, $".{instance}{LockExtension}");

    /// <param name="root">The archive's folder.</param>
    /// <param name="own">The name of the caller's instance, where it has one.</param>
    /// <param name="time">Says what a moment ago is.</param>
    /// <param name="cancellationToken">Ends it; what is left is for the next who asks.</param>
    public static async Task MendAsync(
        string root, string? own, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var instances = Instances(root).Where(instance => instance != own).ToList();
            var path = Path.Combine(root, ".mending");
            using var mending = instances.Count > 0 ? Take(path, FileMode.OpenOrCreate) : null;
            using var again = mending is null ? null : Take(path, FileMode.OpenOrCreate);
            if (mending is null || again is not null)
            {
                return;
            }

            foreach (var instance in instances)
            {
                await MendAsync(root, instance, time.GetUtcNow().UtcDateTime - Quiet, cancellationToken);
            }

            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be written to is told of by whoever must write there.
        }
    }

    private static IEnumerable<string> Instances(string root) => !Directory.Exists(root)
        ? []
        : Directory.EnumerateFiles(root, $".*{LockExtension}")
            .Select(path => Path.GetFileName(path)[1..^LockExtension.Length])
            .Where(name => name.Length > 0 && CrawlFileName.IsPlain(name));

    private static async Task MendAsync(
        string root, string instance, DateTime before, CancellationToken cancellationToken)
    {
        using var taken = Take(LockOf(root, instance), FileMode.Open);
        var isMended = taken is not null;
        foreach (var folder in isMended ? Directory.EnumerateDirectories(root) : [])
        {
            if (Guid.TryParseExact(Path.GetFileName(folder), "D", out _)
                && CrawlFileName.Last(folder, instance) is { } last)
            {
                isMended &= await TryMendAsync(Path.Combine(folder, last.Name), before, cancellationToken);
            }
        }

        if (isMended)
        {
            File.Delete(LockOf(root, instance));
        }
    }

    private static async Task<bool> TryMendAsync(
        string path, DateTime before, CancellationToken cancellationToken)
    {
        if (File.GetLastWriteTimeUtc(path) > before || Take(path, FileMode.Open) is not { } file)
        {
            return false;
        }

        await using (file)
        {
            var length = await TornTail.FindWholeLengthAsync(file, cancellationToken);
            if (length == 0)
            {
                File.Delete(path);
            }
            else if (length < file.Length)
            {
                file.SetLength(length);
            }
        }

        return true;
    }

    /// <summary>Null where somebody else has it, or it is gone.</summary>
    private static FileStream? Take(string path, FileMode mode)
    {
        try
        {
            return new FileStream(
                path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 64 * 1024, useAsync: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
