using System.Text.Json;

using Crawler.ServiceDefaults.Sentry;
using Crawler.TestKit.Cases;

using Shouldly;

using Xunit;
using Xunit.Abstractions;

namespace Crawler.UnitTests.ServiceDefaults.Sentry;

public sealed class SentryDsnTests(ITestOutputHelper output)
{
    [CasesFact]
    [Trait("Category", "Cases")]
    public void Vectors_AreReadAsTheySay()
    {
        var tally = new CaseTally(SentryCases.File);
        foreach (var row in SentryCases.Read("dsn").EnumerateArray())
        {
            tally.Run(row.Text("dsn")!, () => Difference(row), "dsn");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [Fact]
    public void Secret_IsSentOnlyWhereTheDsnHasOne()
    {
        SentryDsn.TryParse("https://a:b@h.example/1", out var old).ShouldBeTrue();
        SentryDsn.TryParse("https://a@h.example/1", out var present).ShouldBeTrue();

        old.Authorize("c/1").ShouldBe("Sentry sentry_version=7, sentry_client=c/1, sentry_key=a, sentry_secret=b");
        present.Authorize("c/1").ShouldBe("Sentry sentry_version=7, sentry_client=c/1, sentry_key=a");
    }

    [Fact]
    public void WrittenDsn_HoldsNoKey()
    {
        SentryDsn.TryParse("https://abc:def@h.example/1", out var dsn).ShouldBeTrue();

        dsn.ToString().ShouldBe("https://h.example/api/1/envelope/");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("https://a@/1")]
    [InlineData("https://a@h.example/1?x=y")]
    [InlineData("file://a@h.example/1")]
    public void OtherText_IsNoDsn(string? text) => SentryDsn.TryParse(text, out _).ShouldBeFalse();

    private static string? Difference(JsonElement row)
    {
        var isValid = SentryDsn.TryParse(row.Text("dsn"), out var dsn);
        if (!row.GetProperty("valid").GetBoolean())
        {
            return isValid ? "was taken" : null;
        }

        return !isValid ? "was refused"
            : dsn!.PublicKey != row.Text("publicKey") ? $"public key {dsn.PublicKey}"
            : dsn.SecretKey != row.Text("secretKey") ? $"secret key {dsn.SecretKey}"
            : dsn.ProjectId != row.Text("projectId") ? $"project {dsn.ProjectId}"
            : row.Text("path") is { } path && dsn.Path != path ? $"path {dsn.Path}"
            : dsn.EnvelopeUrl.AbsoluteUri != row.Text("envelopeUrl") ? $"URL {dsn.EnvelopeUrl}"
            : null;
    }
}
