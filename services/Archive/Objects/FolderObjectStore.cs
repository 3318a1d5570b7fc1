namespace Crawler.Archive.Objects;

/// <summary>Objects as files of a folder.</summary>
/// <remarks>They are not flushed to disk: an object that a power failure took is one that was lost.</remarks>
public sealed class FolderObjectStore(string root) : IObjectStore
{
    private const int MaxNameLength = 128;

    private readonly string _root = Path.GetFullPath(root);

    public async ValueTask PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        var draft = $"{path}.{Guid.NewGuid():N}.part";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            await File.WriteAllBytesAsync(draft, content, cancellationToken);
            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    public async ValueTask<byte[]?> GetAsync(string name, long maxBytes, CancellationToken cancellationToken)
    {
        var file = new FileInfo(PathOf(name));
        if (!file.Exists || file.Length > maxBytes)
        {
            return null;
        }

        try
        {
            return await File.ReadAllBytesAsync(file.FullName, cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public ValueTask DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        if (File.Exists(path))
        {
            File.Delete(path);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<string>> ListAsync(
        string prefix, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var folder = new DirectoryInfo(Path.Combine(_root, RequirePlain(prefix)));
        IReadOnlyList<string> names = folder.Exists
            ? [.. folder.EnumerateFiles().Where(file => IsBefore(file, before)).Take(limit)
                .Select(file => $"{prefix}/{file.Name}")]
            : [];
        return ValueTask.FromResult(names);
    }

    /// <summary>A file that has just been removed has a time long past; removing it again does nothing.</summary>
    private static bool IsBefore(FileInfo file, DateTimeOffset before) => file.LastWriteTimeUtc < before.UtcDateTime;

    private static string RequirePlain(string part) =>
        part.Length is > 0 and <= MaxNameLength
        && part[0] != '.'
        && part.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.')
            ? part
            : throw new ArgumentException($"'{part}' is no part of an object's name.", nameof(part));

    /// <summary>A name may have come over the wire: it leads nowhere but into the folder.</summary>
    private string PathOf(string name) => name.Split('/') is [var prefix, var rest]
        ? Path.Combine(_root, RequirePlain(prefix), RequirePlain(rest))
        : throw new ArgumentException($"'{name}' is no object's name.", nameof(name));
}
