namespace Crawler.UnitTests.Architecture;

/// <summary>Who may refer to whom, and what says so when somebody does not keep to it.</summary>
internal static class ReferenceTable
{
    private static readonly string[] Shared =
        ["Crawler.Contracts", "ServiceDefaults", "WebStandards", "Archive", "Persistence", "Tasks"];

    private static readonly string[] Services = ["Gateway", "Scheduler", "Downloader", "Notifier", "Worker"];

    private static readonly Dictionary<string, string[]> AllowedProjects = new(StringComparer.Ordinal)
    {
        ["Crawler.Contracts"] = [],
        ["WebStandards"] = [],
        ["ServiceDefaults"] = ["Crawler.Contracts"],
        ["Archive"] = ["WebStandards"],
        ["Persistence"] = ["ServiceDefaults"],
        ["Tasks"] = ["Crawler.Contracts"],
        ["Gateway"] = Shared,
        ["Scheduler"] = Shared,
        ["Notifier"] = Shared,
        ["Worker"] = Shared,
        ["Downloader"] = [.. Shared.Where(project => project != "Persistence")],
        ["Embedded"] = [.. Shared, .. Services],
    };

    // Who is not named here may use any package.
    private static readonly Dictionary<string, string[]> AllowedPackages = new(StringComparer.Ordinal)
    {
        ["Crawler.Contracts"] = [],
        ["WebStandards"] = ["AngleSharp"],
    };

    private static readonly string[] WithoutDatabase = ["ServiceDefaults", "Archive", "Downloader", "Tasks"];

    private static readonly string[] DatabasePackages =
        ["Microsoft.EntityFrameworkCore", "Npgsql", "Microsoft.Data.Sqlite", "SQLitePCLRaw"];

    /// <summary>
    /// One sentence for each reference that the table does not allow; also for what comes by way of others.
    /// </summary>
    public static IEnumerable<string> Violations(IReadOnlyCollection<ProjectFile> projects) =>
        projects.SelectMany(project => ViolationsOf(project, projects));

    private static IEnumerable<string> ViolationsOf(ProjectFile project, IReadOnlyCollection<ProjectFile> all)
    {
        if (!AllowedProjects.TryGetValue(project.Name, out var allowed))
        {
            yield return $"{project.Name} has no row in the reference table.";
            yield break;
        }

        foreach (var reference in project.Projects.Except(allowed, StringComparer.Ordinal))
        {
            yield return $"{project.Name} must not reference the project {reference}.";
        }

        foreach (var path in project.Paths.Where(path => path.Contains("tests/", StringComparison.Ordinal)))
        {
            yield return $"{project.Name} must not reference tests: {path}.";
        }

        if (AllowedPackages.TryGetValue(project.Name, out var packages))
        {
            var references = project.Packages.Concat(project.Frameworks);
            foreach (var reference in references.Except(packages, StringComparer.Ordinal))
            {
                yield return $"{project.Name} must not reference the package {reference}.";
            }
        }

        if (WithoutDatabase.Contains(project.Name))
        {
            var used = PackagesWithin(project, all, depth: 0).Distinct(StringComparer.Ordinal);
            foreach (var package in used.Where(IsDatabase))
            {
                yield return $"{project.Name} must do without a database, but gets {package}.";
            }
        }
    }

    private static IEnumerable<string> PackagesWithin(
        ProjectFile project, IReadOnlyCollection<ProjectFile> all, int depth) =>
        depth > all.Count
            ? []
            : project.Packages.Concat(all
                .Where(other => project.Projects.Contains(other.Name))
                .SelectMany(other => PackagesWithin(other, all, depth + 1)));

    private static bool IsDatabase(string package) =>
        DatabasePackages.Any(prefix => package.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        || package.Contains("EntityFrameworkCore", StringComparison.OrdinalIgnoreCase);
}
