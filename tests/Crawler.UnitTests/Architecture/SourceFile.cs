using System.Text.RegularExpressions;

using Crawler.TestKit;

namespace Crawler.UnitTests.Architecture;

/// <summary>
/// A source file: its path below the repository root, its text, and its code without comments and literals.
/// </summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    private string? _code;

    /// <summary>The text with comments and string and character literals blanked; lines keep their numbers.</summary>
    public string Code => _code ??= CommentsAndLiterals().Replace(
        Text, match => new string('\n', match.Value.Count(character => character == '\n')));

    public int Lines => Text.TrimEnd('\n').Count(character => character == '\n') + 1;

    /// <summary>All C# sources below these folders of the repository.</summary>
    public static IReadOnlyList<SourceFile> Below(params string[] folders) =>
    [
        .. folders
            .Select(folder => RepositoryRoot.File(folder))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Select(path => new SourceFile(
                System.IO.Path.GetRelativePath(RepositoryRoot.Path, path).Replace('\\', '/'), File.ReadAllText(path)))
            .Where(file => !file.Path.Contains("/obj/", StringComparison.Ordinal))
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    /// <summary>Where the pattern occurs in the code, as <c>path:line</c>.</summary>
    public IEnumerable<string> Find(Regex pattern) => pattern.Matches(Code)
        .Select(match => $"{Path}:{Code.AsSpan(0, match.Index).Count('\n') + 1}");

    [GeneratedRegex(
        """"
        (?<quotes>"{3,})[\s\S]*?\k<quotes> | \$*@\$*"(?:[^"]|"")*" | "(?:\\.|[^"\\\n])*" | '(?:\\.[^']*|[^'\\\n])'
        | //[^\n]* | /\*[\s\S]*?\*/
        """",
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex CommentsAndLiterals();
}
