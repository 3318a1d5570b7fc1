using Crawler.TestKit;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Architecture;

public sealed class SourceRulesTests
{
    private static readonly IReadOnlyList<SourceFile> Services = SourceFile.Below("services");
    private static readonly IReadOnlyList<SourceFile> Everything = SourceFile.Below("contracts", "services", "tests");

    [Fact]
    public void Services_KeepToTheBans() => SourceRules.BannedCode(Services).ShouldBeEmpty();

    [Theory]
    [InlineData("var now = DateTime.UtcNow;")]
    [InlineData("var now = DateTimeOffset.Now;")]
    [InlineData("Thread.Sleep(1);")]
    [InlineData("using var client = new HttpClient(handler);")]
    [InlineData("HttpClient client = new();")]
    [InlineData("return task.Result;")]
    [InlineData("if (task.Result == 3)")]
    [InlineData("task.GetAwaiter().GetResult();")]
    [InlineData("task.Wait();")]
    [InlineData("if (uri.HostNameType == UriHostNameType.IPv4)")]
    public void BannedCode_IsFlagged(string code) =>
        SourceRules.BannedCode([new SourceFile("services/A/B.cs", code)]).ShouldNotBeEmpty();

    [Theory]
    [InlineData("// DateTime.UtcNow is not for us")]
    [InlineData("/* task.Result */")]
    [InlineData("throw new(\"no task.Result \\\" here\");")]
    [InlineData("var text = @\"C:\\\"; var quoted = \"task.Result\";")]
    [InlineData("var raw = \"\"\"say \"task.Result\" twice\"\"\";")]
    [InlineData("var now = time.GetUtcNow();")]
    [InlineData("answer.Result = 3;")]
    [InlineData("return Task.WhenAll(tasks);")]
    public void OtherCode_IsNotFlagged(string code) =>
        SourceRules.BannedCode([new SourceFile("services/A/B.cs", code)]).ShouldBeEmpty();

    [Fact]
    public void Bus_IsRegisteredOnce() =>
        SourceRules.Uses(Services, @"\.\s*AddMassTransit\s*\(").ShouldHaveSingleItem();

    [Fact]
    public void Telemetry_IsRegisteredAtMostOnce() =>
        SourceRules.Uses(Services, @"\.\s*AddOpenTelemetry\s*\(").Count().ShouldBeLessThanOrEqualTo(1);

    [Fact]
    public void BusTelemetryAndProbes_AreServiceDefaultsAffair() => SourceRules.WrongOwner(Services).ShouldBeEmpty();

    [Theory]
    [InlineData("services.AddMassTransit(bus => { });")]
    [InlineData("builder.Services\n.AddOpenTelemetry();")]
    [InlineData("app.MapHealthChecks(\"/live\");")]
    public void RegistrationElsewhere_IsFlagged(string code) =>
        SourceRules.WrongOwner([new SourceFile("services/Gateway/B.cs", code)]).ShouldHaveSingleItem();

    [Fact]
    public void Files_AreNotTooLong() => SourceRules.TooLong(Everything).ShouldBeEmpty();

    [Theory]
    [InlineData("services/A/Long.cs", 401, true)]
    [InlineData("services/A/Long.cs", 400, false)]
    [InlineData("services/Gateway/Program.cs", 21, true)]
    [InlineData("services/Gateway/Program.cs", 20, false)]
    [InlineData("services/Persistence/Migrations/Sqlite/M1.cs", 900, false)]
    [InlineData("services/WebStandards/Url/IdnaTable.Mappings.cs", 900, false)]
    public void LengthOfFile_IsJudgedByItsKind(string path, int lines, bool flagged)
    {
        var file = new SourceFile(path, string.Concat(Enumerable.Repeat("x\n", lines)));

        SourceRules.TooLong([file]).Any().ShouldBe(flagged);
    }

    [Fact]
    public void Namespaces_FollowTheFolders() => SourceRules.ForeignNamespaces(Everything).ShouldBeEmpty();

    [Theory]
    [InlineData("services/Archive/Warc/A.cs", "namespace Crawler.Archive;", true)]
    [InlineData("services/Archive/Warc/A.cs", "namespace Crawler.Archive.Warc;", false)]
    [InlineData("contracts/Crawler.Contracts/V1/A.cs", "namespace Crawler.Contracts.V1;", false)]
    public void NamespaceOfFile_IsJudgedByItsFolder(string path, string text, bool flagged) =>
        SourceRules.ForeignNamespaces([new SourceFile(path, text)]).Any().ShouldBe(flagged);

    [Fact]
    public void Projects_SuppressNoWarningsWholesale()
    {
        var projects = Directory.EnumerateFiles(RepositoryRoot.Path, "*.csproj", SearchOption.AllDirectories)
            .Append(RepositoryRoot.File("Directory.Build.props"));

        projects
            .Where(path => File.ReadAllText(path).Contains("<NoWarn", StringComparison.OrdinalIgnoreCase))
            .ShouldBeEmpty();
    }
}
