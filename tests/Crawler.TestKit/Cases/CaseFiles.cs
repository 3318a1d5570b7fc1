using System.Text.Json;

namespace Crawler.TestKit.Cases;

/// <summary>
/// Third-party cases, which live beside the repository and are not part of it: in the folder that the environment
/// variable <c>CRAWLER_CASES</c> names, else in <c>../shared/cases</c>.
/// </summary>
public static class CaseFiles
{
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("CRAWLER_CASES") is { Length: > 0 } folder
            ? folder
            : System.IO.Path.GetFullPath(RepositoryRoot.File("..", "shared", "cases"));

    public static bool Exist => Directory.Exists(Folder);

    public static string Path(params string[] parts) => System.IO.Path.Combine([Folder, .. parts]);

    public static JsonDocument Json(params string[] parts) => JsonDocument.Parse(File.ReadAllBytes(Path(parts)));
}
