using System.Runtime.CompilerServices;

namespace Crawler.TestKit.Snapshots;

/// <summary>Compares a text with one that was accepted before, in a file beside the test.</summary>
/// <remarks>
/// The accepted text is <c>name.approved.txt</c> (or <c>.json</c>). Where it differs or is absent the test fails and
/// <c>name.received.txt</c> is written beside it: read the difference, and accept it by renaming that file.
/// </remarks>
public static class Snapshot
{
    /// <summary>Compares; the name is the test class's file and the test method unless one is given.</summary>
    public static void Match(
        string actual,
        string? name = null,
        string extension = "txt",
        [CallerFilePath] string sourceFile = "",
        [CallerMemberName] string member = "")
    {
        var stem = name ?? $"{Path.GetFileNameWithoutExtension(sourceFile)}.{member}";
        MatchIn(FolderOf(sourceFile), stem, extension, actual);
    }

    /// <summary>The accepted texts in the folder of a test's source file and below, as paths relative to it.</summary>
    public static IReadOnlyList<string> ApprovedFiles(string extension = "*", [CallerFilePath] string sourceFile = "")
    {
        var folder = FolderOf(sourceFile);
        return
        [
            .. Directory.EnumerateFiles(folder, $"*.approved.{extension}", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The folder of a source file, also where the build wrote neutral paths into the assembly.</summary>
    public static string FolderOf(string sourceFile)
    {
        var folder = Path.GetDirectoryName(sourceFile)!;
        if (Directory.Exists(folder))
        {
            return folder;
        }

        var tests = folder.Replace('\\', '/').IndexOf("/tests/", StringComparison.Ordinal);
        return tests >= 0
            ? RepositoryRoot.File(folder[(tests + 1)..])
            : throw new DirectoryNotFoundException($"{folder} is neither there nor below the repository's tests.");
    }

    internal static void MatchIn(string folder, string stem, string extension, string actual)
    {
        var approved = Path.Combine(folder, $"{stem}.approved.{extension}");
        var received = Path.Combine(folder, $"{stem}.received.{extension}");
        var wanted = File.Exists(approved) ? Normalize(File.ReadAllText(approved)) : null;
        var got = Normalize(actual);
        if (got == wanted)
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(received)!);
        File.WriteAllText(received, got + "\n");
        var difference = wanted is null ? "There is no accepted text yet." : FirstDifference(wanted, got);
        throw new SnapshotException(
            $"{difference}{Environment.NewLine}If this is what you want, accept it: mv '{received}' '{approved}'");
    }

    private static string Normalize(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n');

    private static string FirstDifference(string wanted, string got)
    {
        var wantedLines = wanted.Split('\n');
        var gotLines = got.Split('\n');
        var line = wantedLines.Zip(gotLines).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"""
            The text differs from the accepted one in line {line + 1}.
            accepted: {wantedLines.ElementAtOrDefault(line) ?? "(the end)"}
            received: {gotLines.ElementAtOrDefault(line) ?? "(the end)"}
            """;
    }
}
