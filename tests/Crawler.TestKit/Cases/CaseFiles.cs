using System.Text.Json;

namespace Crawler.TestKit.Cases;

/// <summary>Finds the third-party cases: in CRAWLER_CASES, or else in shared/cases beside the repository.</summary>
public static class CaseFiles
{
    private static readonly string? Root = Locate();

    public static bool AreThere => Root is not null;

    public static string Path(params string[] parts) =>
        System.IO.Path.Combine([Root ?? throw new DirectoryNotFoundException("There are no case files."), .. parts]);

    public static JsonDocument Json(params string[] parts) => JsonDocument.Parse(File.ReadAllBytes(Path(parts)));

    private static string? Locate()
    {
        var folder = Environment.GetEnvironmentVariable("CRAWLER_CASES");

        if (string.IsNullOrEmpty(folder))
        {
            var repository = new DirectoryInfo(AppContext.BaseDirectory);
            while (repository is not null && !File.Exists(System.IO.Path.Combine(repository.FullName, "Crawler.sln")))
            {
                repository = repository.Parent;
            }

            folder = repository is null ? "" : System.IO.Path.Combine(repository.FullName, "..", "shared", "cases");
        }

        return Directory.Exists(folder) ? System.IO.Path.GetFullPath(folder) : null;
    }
}
