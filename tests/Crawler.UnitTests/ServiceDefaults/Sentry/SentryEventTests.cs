using System.Text.Json;

using Crawler.ServiceDefaults.Sentry;
using Crawler.TestKit.Cases;
using Crawler.TestKit.Sentry;

using Microsoft.Extensions.Logging;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.ServiceDefaults.Sentry;

public sealed class SentryEventTests
{
    private static readonly SentryEvent Events = new("downloader", "production", "crawler@1.0.0");

    [CasesFact]
    [Trait("Category", "Cases")]
    public void MinimalEventOfTheVectors_KeepsToTheSchema() =>
        new JsonSchema(SentryCases.EventSchema()).Check(SentryCases.Read("minimalEvent")).ShouldBeEmpty();

    [CasesFact]
    [Trait("Category", "Cases")]
    public void WrittenEvents_KeepToTheSchema()
    {
        var schema = new JsonSchema(SentryCases.EventSchema());

        schema.Check(Write(Full())).ShouldBeEmpty();
        schema.Check(Write(new SentryReport { At = default, Level = LogLevel.Error, Logger = "x" })).ShouldBeEmpty();
    }

    [CasesFact]
    [Trait("Category", "Cases")]
    public void EventWithAnUnknownMember_IsFlaggedBySchema()
    {
        var broken = JsonDocument.Parse("""{"event_id":"fc6d8c0c43fc4630ad850ee518f1b9d0","colour":"red","level":"bad"}""");

        new JsonSchema(SentryCases.EventSchema()).Check(broken.RootElement).Count.ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public void Exceptions_AreToldFromTheInnermostOn()
    {
        var values = Write(Full()).GetProperty("exception").GetProperty("values").EnumerateArray().ToList();

        values.Select(value => value.GetProperty("type").GetString())
            .ShouldBe(["System.FormatException", "System.InvalidOperationException"]);
        values[0].TryGetProperty("mechanism", out _).ShouldBeFalse();
        values[1].GetProperty("mechanism").GetProperty("handled").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public void AsynchronousFrames_AreNamedAsTheyAreWrittenAndTheThrowingOneIsLast()
    {
        var frames = Write(Full()).GetProperty("exception").GetProperty("values")[1].GetProperty("stacktrace")
            .GetProperty("frames").EnumerateArray().ToList();

        frames[^1].GetProperty("function").GetString().ShouldBe(nameof(FailAsync));
        frames[^1].GetProperty("module").GetString().ShouldBe(typeof(SentryEventTests).FullName);
        frames[^1].GetProperty("filename").GetString().ShouldBe("SentryEventTests.cs");
        frames[^1].GetProperty("lineno").GetInt32().ShouldBeGreaterThan(0);
        frames[^1].GetProperty("in_app").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public void Values_AreToldWithoutTheSecretsAmongThem()
    {
        var written = Write(Full());

        written.GetProperty("extra").GetProperty("Password").GetString().ShouldBe("[Filtered]");
        written.GetProperty("extra").GetProperty("LeaseId").GetString().ShouldBe("7");
        written.ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public void SubjectAndTrace_AreToldWhereSearchLooksForThem()
    {
        var written = Write(Full());

        written.GetProperty("tags").ToString().ShouldBe(
            """{"service":"downloader","crawl":"c1","host":"a.example"}""");
        written.GetProperty("contexts").GetProperty("trace").GetProperty("trace_id").GetString()
            .ShouldBe("0af7651916cd43dd8448eb211c80319c");
        written.GetProperty("timestamp").GetString().ShouldBe("2026-01-02T03:04:05.678Z");
        written.GetProperty("level").GetString().ShouldBe("fatal");
    }

    [Fact]
    public void HugeReport_StaysFarBelowTheServersLimit()
    {
        var huge = new string('é', 5_000_000);
        var values = Enumerable.Range(0, 1_000).Select(i => new KeyValuePair<string, object?>($"{i}{huge[..500]}", huge));

        var bytes = Events.Write(Full() with
        {
            Message = huge,
            Host = huge,
            Values = [.. values],
            Exception = new AggregateException(
                Enumerable.Range(0, 100).Select(_ => new InvalidOperationException(huge[..10_000]))),
        });

        bytes.Length.ShouldBeLessThan(1_000_000);
    }

    private static JsonElement Write(SentryReport report) => JsonDocument.Parse(Events.Write(report)).RootElement;

    private static SentryReport Full() => new()
    {
        At = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
        Level = LogLevel.Critical,
        Logger = "Crawler.Downloader",
        Message = "Lease 7 with password=hunter2",
        Template = "Lease {LeaseId}",
        Values = [new("LeaseId", 7), new("Password", "hunter2"), new("Nothing", null)],
        Exception = Caught(),
        Transaction = "FetchHostBatch",
        Crawl = "c1",
        Host = "a.example",
        TraceId = "0af7651916cd43dd8448eb211c80319c",
        SpanId = "b7ad6b7169203331",
    };

    private static Exception Caught() => FailAsync().Exception!.InnerException!;

    private static async Task FailAsync()
    {
        await Task.CompletedTask;
        throw new InvalidOperationException("outer", new FormatException("inner"));
    }
}
