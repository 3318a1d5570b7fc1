using Crawler.Contracts.V1.Crawls;
using Crawler.Gateway.Crawls;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Gateway.Crawls;

public sealed class CrawlSpecValidationTests
{
    private static readonly CrawlSpec Good = new() { Seeds = ["http://a.example/"] };

    public static TheoryData<string, CrawlSpec> Bad => new()
    {
        { "seeds", Good with { Seeds = [] } },
        { "seeds", Good with { Seeds = null! } },
        { "seeds", Good with { Seeds = [.. Enumerable.Repeat("http://a.example/", CrawlSpecRules.MaxSeeds + 1)] } },
        { "seeds[0]", Good with { Seeds = [null!] } },
        { "seeds[0]", Good with { Seeds = ["/path"] } },
        { "seeds[1]", Good with { Seeds = ["http://a.example/", "file:///etc/passwd"] } },
        { "seeds[0]", Good with { Seeds = ["http://user@a.example/"] } },
        { "scope", Good with { Scope = null! } },
        { "scope.include", Good with { Scope = new ScopeSpec { Include = null! } } },
        { "scope.include[0]", Good with { Scope = new ScopeSpec { Include = ["["] } } },
        { "scope.include[0]", Good with { Scope = new ScopeSpec { Include = [new string('x', 1_001)] } } },
        { "scope.exclude[1]", Good with { Scope = new ScopeSpec { Exclude = ["x", null!] } } },
        { "scope.exclude", Good with { Scope = new ScopeSpec { Exclude = [.. Enumerable.Repeat("x", 101)] } } },
        { "limits", Good with { Limits = null! } },
        { "limits.pages", Good with { Limits = new LimitsSpec { Pages = 0 } } },
        { "limits.depth", Good with { Limits = new LimitsSpec { Depth = -1 } } },
        { "limits.bytes", Good with { Limits = new LimitsSpec { Bytes = 0 } } },
        { "limits.duration", Good with { Limits = new LimitsSpec { Duration = TimeSpan.Zero } } },
        { "politeness", Good with { Politeness = null! } },
        { "politeness.delay", Good with { Politeness = new PolitenessSpec { Delay = TimeSpan.FromSeconds(-1) } } },
        { "politeness.delay", Good with { Politeness = new PolitenessSpec { Delay = TimeSpan.FromMinutes(61) } } },
        { "politeness.perHost", Good with { Politeness = new PolitenessSpec { PerHost = 0 } } },
        { "robots", Good with { Robots = null! } },
        { "content", Good with { Content = null! } },
        { "content.maxBytes", Good with { Content = new ContentSpec { MaxBytes = 0 } } },
        { "content.types", Good with { Content = new ContentSpec { Types = ContentKind.Html, Assets = true } } },
        { "weight", Good with { Weight = 1_001 } },
        { "sitemap", Good with { Sitemap = (SitemapMode)3 } },
        { "canonicalization", Good with { Canonicalization = null! } },
        { "userAgent", Good with { UserAgent = "" } },
        { "userAgent", Good with { UserAgent = "Acme\n" } },
        { "userAgent", Good with { UserAgent = new string('x', 257) } },
        { "continuous.recrawlAfter", Good with { Continuous = new ContinuousSpec { RecrawlAfter = TimeSpan.Zero } } },
        {
            "continuous.stopWhenIdleFor",
            Good with { Continuous = new ContinuousSpec { RecrawlAfter = TimeSpan.FromDays(1), StopWhenIdleFor = TimeSpan.Zero } }
        },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void BadField_IsTheOnlyError(string field, CrawlSpec spec)
    {
        CrawlSpecValidation.Validate(spec).ShouldHaveSingleItem().Field.ShouldBe(field);
    }

    [Fact]
    public void ValuesAtTheirBounds_AreGood()
    {
        var spec = Good with
        {
            Seeds = ["http://a.example", "https://b.example:8443/x?y#z", "http://127.0.0.1/"],
            Limits = new LimitsSpec { Pages = 1, Depth = 0, Bytes = 1, Duration = TimeSpan.FromTicks(1) },
            Politeness = new PolitenessSpec { Delay = TimeSpan.FromHours(1), PerHost = 64 },
            Content = new ContentSpec { MaxBytes = 1L << 30 },
            Weight = 1_000,
            UserAgent = "x",
        };

        CrawlSpecValidation.Validate(spec).ShouldBeEmpty();
    }

    [Fact]
    public void SeveralErrors_AreAllTold()
    {
        var errors = CrawlSpecValidation.Validate(Good with { Seeds = ["x", "y"], Weight = 0 });

        errors.Select(error => error.Field).ShouldBe(["seeds[0]", "seeds[1]", "weight"]);
    }
}
