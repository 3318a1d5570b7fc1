namespace Crawler.TestKit;

/// <summary>The folder of the working copy that the tests were built from: the one that holds the solution.</summary>
public static class RepositoryRoot
{
    private static readonly Lazy<string> Located = new(Locate);

    public static string Path => Located.Value;

    public static string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Locate()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(System.IO.Path.Combine(folder.FullName, "Crawler.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Crawler.sln.");
    }
}
