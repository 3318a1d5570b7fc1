using Crawler.TestKit;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Architecture;

public sealed class ReferenceTableTests
{
    [Fact]
    public void EveryProject_KeepsToTheReferenceTable()
    {
        var projects = new[] { "contracts", "services" }
            .SelectMany(folder => Directory.EnumerateFiles(
                RepositoryRoot.File(folder), "*.csproj", SearchOption.AllDirectories))
            .Select(ProjectFile.Read)
            .ToArray();

        projects.Length.ShouldBeGreaterThan(2);
        ReferenceTable.Violations(projects).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Crawler.Contracts", "Package", "MassTransit", "must not reference the package MassTransit")]
    [InlineData("WebStandards", "Package", "Polly.Core", "must not reference the package Polly.Core")]
    [InlineData("WebStandards", "Framework", "Microsoft.AspNetCore.App", "the package Microsoft.AspNetCore.App")]
    [InlineData("Archive", "Package", "Microsoft.EntityFrameworkCore.Sqlite", "must do without a database")]
    [InlineData("ServiceDefaults", "Package", "Microsoft.EntityFrameworkCore.Relational", "must do without a database")]
    [InlineData("Gateway", "Project", "../Scheduler/Scheduler.csproj", "must not reference the project Scheduler")]
    [InlineData("Gateway", "Project", "..\\Downloader\\Downloader.csproj", "must not reference the project Downloader")]
    [InlineData("Downloader", "Project", "../Persistence/Persistence.csproj", "the project Persistence")]
    [InlineData("Worker", "Project", "../../tests/Crawler.TestKit/Crawler.TestKit.csproj", "must not reference tests")]
    [InlineData("Shop", "Package", "Polly.Core", "has no row in the reference table")]
    public void SampleViolation_IsFlagged(string name, string kind, string reference, string complaint)
    {
        var project = ProjectFile.Parse(
            name, $"<Project><ItemGroup><{kind}Reference Include=\"{reference}\" /></ItemGroup></Project>");

        ReferenceTable.Violations([project]).ShouldContain(violation => violation.Contains(complaint));
    }

    [Fact]
    public void DatabaseByWayOfAnotherProject_IsFlagged()
    {
        var downloader = ProjectFile.Parse(
            "Downloader", "<Project><ProjectReference Include=\"../Archive/Archive.csproj\" /></Project>");
        var archive = ProjectFile.Parse("Archive", "<Project><PackageReference Include=\"Npgsql\" /></Project>");

        ReferenceTable.Violations([downloader, archive])
            .ShouldContain("Downloader must do without a database, but gets Npgsql.");
    }

    [Fact]
    public void AllowedReferences_AreNotFlagged()
    {
        var archive = ProjectFile.Parse(
            "Archive", "<Project><ProjectReference Include=\"../WebStandards/WebStandards.csproj\" /></Project>");

        ReferenceTable.Violations([archive]).ShouldBeEmpty();
    }
}
