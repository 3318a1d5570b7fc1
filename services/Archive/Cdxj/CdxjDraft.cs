using System.Text;

namespace Crawler.Archive.Cdxj;

/// <summary>An index while it is written.</summary>
internal sealed class CdxjDraft : IAsyncDisposable
{
    public const string Extension = ".part";

    private readonly string _path;
    private readonly string _draft;
    private readonly FileStream _file;
    private readonly StreamWriter _writer;

    public CdxjDraft(string warcFile, string path)
    {
        WarcFile = warcFile;
        _path = path;
        _draft = $"{path}.{Guid.NewGuid():N}{Extension}";
        _file = new FileStream(_draft, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        _writer = new StreamWriter(_file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
    }

    public string WarcFile { get; }

    public Task WriteAsync(ReadOnlyMemory<char> line, CancellationToken cancellationToken) =>
        _writer.WriteLineAsync(line, cancellationToken);

    public async ValueTask PlaceAsync()
    {
        await _writer.FlushAsync(CancellationToken.None);
        _file.Flush(flushToDisk: true);
        await _writer.DisposeAsync();
        File.Move(_draft, _path, overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        File.Delete(_draft);
    }
}
