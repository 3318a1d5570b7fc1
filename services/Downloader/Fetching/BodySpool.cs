using Crawler.ServiceDefaults.Hosting;

using Microsoft.Extensions.Options;

namespace Crawler.Downloader.Fetching;

/// <summary>Makes the bodies of this process's fetches, and the temporary files of the long ones.</summary>
internal sealed class BodySpool(IOptions<DownloaderOptions> options, ProcessInstance instance) : IDisposable
{
    public const int BlockBytes = 32 * 1024;

    private readonly string _folder =
        Path.Combine(options.Value.SpoolFolder ?? Path.GetTempPath(), $"crawler-spool-{instance.Name}");

    private long _serial;

    public long MemoryBytes { get; } = options.Value.SpoolMemoryBytes;

    public SpooledBody CreateBody() => new(this);

    public FileStream CreateFile()
    {
        Directory.CreateDirectory(_folder);
        var path = Path.Combine(_folder, $"{Interlocked.Increment(ref _serial)}.body");
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            BufferSize = 0,
        });
        if (!OperatingSystem.IsWindows())
        {
            // The file lives on without its name until it is closed, so that not even a killed process leaves one
            // behind.
            File.Delete(path);
        }

        return file;
    }

    public void Dispose()
    {
        try
        {
            if (Directory.Exists(_folder))
            {
                Directory.Delete(_folder, recursive: true);
            }
        }
        catch (IOException)
        {
            // An empty folder below the temporary folder is not worth a failed shutdown.
        }
    }
}
