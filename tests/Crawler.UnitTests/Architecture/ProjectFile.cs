using System.Xml.Linq;

namespace Crawler.UnitTests.Architecture;

/// <summary>What a csproj refers to.</summary>
internal sealed record ProjectFile
{
    public required string Name { get; init; }

    /// <summary>The referenced projects' names.</summary>
    public required IReadOnlyList<string> Projects { get; init; }

    /// <summary>The paths by which they are referenced.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    public required IReadOnlyList<string> Packages { get; init; }

    public required IReadOnlyList<string> Frameworks { get; init; }

    public static ProjectFile Read(string path) =>
        Parse(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path));

    public static ProjectFile Parse(string name, string text)
    {
        var project = XDocument.Parse(text);
        var paths = Includes("ProjectReference").Select(path => path.Replace('\\', '/')).ToArray();
        return new ProjectFile
        {
            Name = name,
            Paths = paths,
            Projects = [.. paths.Select(path => Path.GetFileNameWithoutExtension(path)!)],
            Packages = Includes("PackageReference"),
            Frameworks = Includes("FrameworkReference"),
        };

        string[] Includes(string element) =>
        [
            .. project.Descendants(element)
                .Select(reference => (string?)reference.Attribute("Include"))
                .OfType<string>(),
        ];
    }
}
