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
    [InlineData("Crawler.Contracts", "<PackageReference Include=\"MassTransit\" />", "must not reference the package MassTransit")]
    [InlineData("WebStandards", "<PackageReference Include=\"Polly.Core\" />", "must not reference the package Polly.Core")]
    [InlineData("WebStandards", "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />", "Microsoft.AspNetCore.App")]
    [InlineData("Archive", "<PackageReference Include=\"Microsoft.EntityFrameworkCore.Sqlite\" />", "do without a database")]
    [InlineData("ServiceDefaults", "<PackageReference Include=\"Microsoft.EntityFrameworkCore.Relational\" />", "do without")]
    [InlineData("Gateway", "<ProjectReference Include=\"../Scheduler/Scheduler.csproj\" />", "the project Scheduler")]
    [InlineData("Gateway", "<ProjectReference Include=\"..\\Downloader\\Downloader.csproj\" />", "the project Downloader")]
    [InlineData("Downloader", "<ProjectReference Include=\"../Persistence/Persistence.csproj\" />", "the project Persistence")]
    [InlineData("Worker", "<ProjectReference Include=\"../../tests/Crawler.TestKit/Crawler.TestKit.csproj\" />", "tests")]
    [InlineData("Shop", "", "has no row in the reference table")]
    public void SampleViolation_IsFlagged(string name, string reference, string complaint)
    {
        var project = ProjectFile.Parse(name, $"<Project><ItemGroup>{reference}</ItemGroup></Project>");

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
