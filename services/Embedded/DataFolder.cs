using System.Globalization;

namespace Crawler.Embedded;

/// <summary>The folder in which everything of this installation lies: the database, the archive, the lock.</summary>
/// <remarks>
/// The lock is held by the operating system for as long as the process lives, so a process that was killed leaves none
/// behind.
/// </remarks>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream lockFile)
    {
        Path = path;
        _lock = lockFile;
    }

    /// <summary>The folder's absolute path.</summary>
    public string Path { get; }

    /// <summary>The database file of a folder.</summary>
    public static string DatabaseOf(string folder) =>
        System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), "crawler.db");

    /// <summary>The file of a folder in which messages wait for their time.</summary>
    public static string MessagesOf(string folder) =>
        System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), "quartz.db");

    /// <summary>The archive of a folder.</summary>
    public static string ArchiveOf(string folder) =>
        System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), "archive");

    /// <summary>Makes the folder if it is missing, and takes it for this process alone.</summary>
    public static DataFolder Open(string folder)
    {
        try
        {
            var path = System.IO.Path.GetFullPath(folder);
            Directory.CreateDirectory(path);
            var lockFile = Lock(System.IO.Path.Combine(path, "crawler.lock"), folder);
            try
            {
                lockFile.SetLength(0);
                lockFile.Write(
                    System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
                lockFile.Flush();
                return new DataFolder(path, lockFile);
            }
            catch
            {
                lockFile.Dispose();
                throw;
            }
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"--data: the folder '{folder}' cannot be written: {e.Message}");
        }
    }

    /// <summary>Gives the settings that place everything in this folder.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings() =>
    [
        new("Sqlite:File", DatabaseOf(Path)),
        new("Archive:Folder", ArchiveOf(Path)),
        new("ScheduledMessages:File", MessagesOf(Path)),

        // The lock makes this process the folder's only one, so it may mend what an earlier one of the same name left
        // torn.
        new("Downloader:ArchiveInstance", "embedded"),
    ];

    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string path, string folder)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new UsageException(
                $"--data: another process works in '{folder}'; a data folder belongs to one process at a time.");
        }
    }
}
