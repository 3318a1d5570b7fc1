using System.Globalization;

using Crawler.Archive;

using Microsoft.Extensions.Configuration;

namespace Crawler.Embedded;

/// <summary>The folder in which everything of this installation lies: the database, the archive, the lock.</summary>
/// <remarks>
/// The archive may lie elsewhere, and then with that of others: where settings name another folder than the default.
/// The lock is held by the operating system for as long as the process lives, so a process that was killed leaves none
/// behind.
/// </remarks>
internal sealed class DataFolder : IDisposable
{
    private const string ArchiveSetting = $"{ArchiveOptions.Section}:{nameof(ArchiveOptions.Folder)}";

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

    /// <summary>The archive of a folder, or the one that settings name.</summary>
    public static string ArchiveOf(string folder, IConfiguration settings) =>
        ArchiveElsewhere(settings) ?? ArchiveWithin(folder);

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
    /// <param name="settings">What is set already: it may name an archive.</param>
    public IEnumerable<KeyValuePair<string, string?>> Settings(IConfiguration settings) =>
    [
        new("Sqlite:File", DatabaseOf(Path)),
        new("ScheduledMessages:File", MessagesOf(Path)),
        .. ArchiveElsewhere(settings) is null ? ArchiveHere() : [],
    ];

    public void Dispose() => _lock.Dispose();

    private static string ArchiveWithin(string folder) =>
        System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), "archive");

    private static string? ArchiveElsewhere(IConfiguration settings) =>
        settings[ArchiveSetting] is { Length: > 0 } folder && folder != new ArchiveOptions().Folder
            ? System.IO.Path.GetFullPath(folder)
            : null;

    /// <summary>
    /// The lock makes this process the folder's only one, so it may mend what an earlier one of the same name left
    /// torn.
    /// </summary>
    private KeyValuePair<string, string?>[] ArchiveHere() =>
        [new(ArchiveSetting, ArchiveWithin(Path)), new("Downloader:ArchiveInstance", "embedded")];

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
