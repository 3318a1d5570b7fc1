using System.Text.Json;

using Crawler.Contracts.V1.Crawls;
using Crawler.Embedded.Output;
using Crawler.ServiceDefaults.Serialization;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Embedded.CommandLine;

public sealed class CrawlOptionsTests
{
    private const string Seed = "http://a.example/";

    [Fact]
    public void UrlAlone_MakesTheDefaultSpec()
    {
        var arguments = ReadCommand.Of(Seed);

        Written(arguments.Spec!).ShouldBe(Written(new CrawlSpec { Seeds = [Seed] }));
        arguments.Data.ShouldBe("crawler-data");
        arguments.AllowedAddresses.ShouldBeEmpty();
        arguments.Output.ShouldBeNull();
        arguments.Json.ShouldBeFalse();
    }

    [Fact]
    public void EveryOption_HasItsPlaceInTheSpec()
    {
        var arguments = ReadCommand.Of(
            Seed, "https://b.example/x", "--max-pages", "10", "--max-depth", "3", "--max-bytes", "4096", "--max-duration", "1.5h",
            "--scope", "domain", "--include", "a", "--include", "b", "--exclude", "c", "--delay", "250ms", "--per-host", "4",
            "--no-trap-detection", "--ignore-trap", "calendar", "--ignore-trap", "SessionIds",
            "--ignore-robots", "--user-agent", "Acme/1.0", "--archive", "none", "--content", "any", "--assets",
            "--sitemap", "only", "--drop-tracking-parameters", "--sort-query", "--fold-scheme", "--fold-www",
            "--drop-index-files", "--recrawl-after", "7d", "--stop-when-idle", "10m");

        Written(arguments.Spec!).ShouldBe(Written(new CrawlSpec
        {
            Seeds = [Seed, "https://b.example/x"],
            Scope = new ScopeSpec { Kind = ScopeKind.Domain, Include = ["a", "b"], Exclude = ["c"] },
            Limits = new LimitsSpec { Pages = 10, Depth = 3, Bytes = 4096, Duration = TimeSpan.FromHours(1.5) },
            Politeness = new PolitenessSpec { Delay = TimeSpan.FromMilliseconds(250), PerHost = 4 },
            Robots = new RobotsSpec { Obey = false },
            Traps = new TrapsSpec { Detect = false, Ignore = [TrapRule.Calendar, TrapRule.SessionIds] },
            Sitemap = SitemapMode.Only,
            Canonicalization = new CanonicalizationSpec
            {
                DropTrackingParameters = true,
                SortQuery = true,
                FoldScheme = true,
                FoldWww = true,
                DropIndexFiles = true,
            },
            Content = new ContentSpec { Types = ContentKind.Any, Assets = true },
            Continuous = new ContinuousSpec { RecrawlAfter = TimeSpan.FromDays(7), StopWhenIdleFor = TimeSpan.FromMinutes(10) },
            UserAgent = "Acme/1.0",
            Archive = ArchiveKind.None,
        }));
    }

    [Fact]
    public void OptionsOfThisProcess_AreNoneOfTheSpec()
    {
        var arguments = ReadCommand.Of(
            Seed, "--data", "elsewhere", "--allow-address", "127.0.0.0/8", "--allow-address", "10.0.0.1", "--output", "pages.csv",
            "--format", "csv", "--json");

        Written(arguments.Spec!).ShouldBe(Written(new CrawlSpec { Seeds = [Seed] }));
        arguments.Data.ShouldBe("elsewhere");
        arguments.AllowedAddresses.ShouldBe(["127.0.0.0/8", "10.0.0.1"]);
        arguments.Output.ShouldBe("pages.csv");
        arguments.Format.ShouldBe(PageFormat.Csv);
        arguments.Json.ShouldBeTrue();
    }

    [Fact]
    public void Resume_TakesAnIdOrNone()
    {
        var id = Guid.NewGuid();

        ReadCommand.Of("--resume").ResumeId.ShouldBeNull();
        ReadCommand.Of("--resume", id.ToString()).ResumeId.ShouldBe(id);
        ReadCommand.Of("--resume").Spec.ShouldBeNull();
    }

    [Theory]
    [InlineData("URL: ")]
    [InlineData("URL: ", "example.com")]
    [InlineData("URL: ", "ftp://a.example/")]
    [InlineData("URL: ", "http://user:secret@a.example/")]
    [InlineData("URL: ", "http://")]
    [InlineData("--include: ", Seed, "--include", "(")]
    [InlineData("--exclude: ", Seed, "--exclude", "(?=x)")]
    [InlineData("--max-pages: ", Seed, "--max-pages", "-1")]
    [InlineData("--max-pages: ", Seed, "--max-pages", "0")]
    [InlineData("--max-pages: ", Seed, "--max-pages", "many")]
    [InlineData("--max-pages: ", Seed, "--max-pages", "1e3")]
    [InlineData("--max-depth: ", Seed, "--max-depth", "-1")]
    [InlineData("--max-depth: ", Seed, "--max-depth", "4294967296")]
    [InlineData("--max-bytes: ", Seed, "--max-bytes", "0")]
    [InlineData("--max-duration: ", Seed, "--max-duration", "soon")]
    [InlineData("--max-duration: ", Seed, "--max-duration", "0s")]
    [InlineData("--delay: ", Seed, "--delay", "-1s")]
    [InlineData("--delay: ", Seed, "--delay", "5")]
    [InlineData("--delay: ", Seed, "--delay", "2h")]
    [InlineData("--per-host: ", Seed, "--per-host", "0")]
    [InlineData("--per-host: ", Seed, "--per-host", "65")]
    [InlineData("--scope: ", Seed, "--scope", "galaxy")]
    [InlineData("--scope: ", Seed, "--scope", "1")]
    [InlineData("--content: ", Seed, "--assets", "--content", "html")]
    [InlineData("--archive: ", Seed, "--archive", "zip")]
    [InlineData("--format: ", Seed, "--format", "xml")]
    [InlineData("--user-agent: ", Seed, "--user-agent", "(none)")]
    [InlineData("--user-agent: ", Seed, "--user-agent", "Acme\r\nX: y")]
    [InlineData("--allow-address: ", Seed, "--allow-address", "localhost")]
    [InlineData("--allow-address: ", Seed, "--allow-address", "127.0.0.0/33")]
    [InlineData("--stop-when-idle: ", Seed, "--stop-when-idle", "1m")]
    [InlineData("--recrawl-after: ", Seed, "--recrawl-after", "10ms")]
    [InlineData("--resume: ", "--resume", "nothing")]
    [InlineData("--resume: ", Seed, "--resume")]
    public void BadArgument_IsRefusedInOneSentenceThatNamesIt(string beginning, params string[] arguments)
    {
        var sentence = ReadCommand.Refusal(arguments);

        sentence.ShouldStartWith(beginning);
        sentence.ShouldEndWith(".");
        sentence.ShouldNotContain("\n");
    }

    [Fact]
    public void UnknownOption_IsNamed()
    {
        ReadCommand.Refusal(Seed, "--frobnicate").ShouldContain("--frobnicate");
    }

    private static string Written(CrawlSpec spec) => JsonSerializer.Serialize(spec, CrawlerJson.Options);
}
