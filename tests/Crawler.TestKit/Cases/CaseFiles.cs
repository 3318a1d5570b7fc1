using System.Text.Json;

namespace Crawler.TestKit.Cases;

/// <summary>Third-party cases, in the folder CRAWLER_CASES or in shared/cases beside the repository.</summary>
public static class CaseFiles
{
    internal static readonly string Folder = Locate();

    public static bool Exist => Directory.Exists(Folder);

    public static string Path(params string[] parts)
    {
        return System.IO.Path.Combine([Folder, .. parts]);
    }

    public static JsonDocument Json(params string[] parts)
    {
        return JsonDocument.Parse(File.ReadAllBytes(Path(parts)));
    }

    private static string Locate()
    {
        if (Environment.GetEnvironmentVariable("CRAWLER_CASES") is { Length: > 0 } named)
        {
            return named;
        }

        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(System.IO.Path.Combine(root.FullName, "Crawler.sln")))
        {
            root = root.Parent;
        }

        return System.IO.Path.GetFullPath(System.IO.Path.Combine(root?.FullName ?? "", "..", "shared", "cases"));
    }
}
