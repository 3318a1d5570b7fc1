using System.Globalization;

namespace Crawler.Archive.Folders;

/// <summary>The names of a crawl's files: when begun, by which instance, and which of its files it is.</summary>
internal static class CrawlFileName
{
    public const string Extension = ".warc.gz";

    private const string TimeForm = "yyyyMMddHHmmssfff";
    private const int MaxInstanceLength = 64;

    public static void RequireInstance(string instance)
    {
        if (instance.Length is 0 or > MaxInstanceLength || !IsPlain(instance))
        {
            throw new ArgumentException(
                $"The name of an instance is 1 to {MaxInstanceLength} letters, digits, '-', '_' and '.'.",
                nameof(instance));
        }
    }

    /// <summary>Whether a name holds nothing that could lead to another folder.</summary>
    public static bool IsPlain(string name) =>
        name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');

    /// <summary>The parts of a file's name in a pointer, which may come over the wire.</summary>
    /// <exception cref="InvalidDataException">It names no file of an archive.</exception>
    public static (Guid CrawlId, string Name) Split(string file) =>
        file.Split('/') is [var crawl, var name]
        && Guid.TryParseExact(crawl, "D", out var crawlId)
        && name.EndsWith(Extension, StringComparison.Ordinal)
        && IsPlain(name)
            ? (crawlId, name)
            : throw new InvalidDataException($"{file} is no file of an archive.");

    public static string Create(DateTimeOffset begunAt, string instance, int serial)
    {
        var time = begunAt.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture);

        return $"{time}-{instance}-{serial.ToString("D5", CultureInfo.InvariantCulture)}{Extension}";
    }

    /// <returns>The file of this instance in a crawl's folder that was begun last; null where there is none.</returns>
    public static (int Serial, string Name)? Last(string folder, string instance)
    {
        (int Serial, string Name)? last = null;
        foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [])
        {
            var name = Path.GetFileName(path);
            if (Serial(name, instance) is { } serial && serial > (last?.Serial ?? 0))
            {
                last = (serial, name);
            }
        }

        return last;
    }

    /// <returns>The serial of a file of this instance; null of any other file.</returns>
    public static int? Serial(string name, string instance)
    {
        var prefix = TimeForm.Length + instance.Length + 2;

        return name.Length > prefix + Extension.Length
            && name.EndsWith(Extension, StringComparison.Ordinal)
            && name.AsSpan(TimeForm.Length).StartsWith($"-{instance}-", StringComparison.Ordinal)
            && name.AsSpan(0, TimeForm.Length).IndexOfAnyExceptInRange('0', '9') < 0
            && int.TryParse(
                name.AsSpan()[prefix..^Extension.Length],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var serial)
                ? serial
                : null;
    }
}
