using System.Globalization;
using System.Net;
using System.Text.Json;

using Crawler.ServiceDefaults.Sentry;
using Crawler.TestKit.Cases;
using Crawler.TestKit.Time;

using Shouldly;

using Xunit;
using Xunit.Abstractions;

namespace Crawler.UnitTests.ServiceDefaults.Sentry;

public sealed class SentryRateLimitsTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Now = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [CasesFact]
    [Trait("Category", "Cases")]
    public void Vectors_AreReadAsTheySay()
    {
        var tally = new CaseTally(SentryCases.File);
        foreach (var row in SentryCases.Read("rateLimits").EnumerateArray())
        {
            tally.Run(row.Text("name")!, () => Difference(row), "rateLimits");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [Fact]
    public void LimitedCategory_IsFreeAgainWhenItsTimeIsOver()
    {
        var time = new ManualTimeProvider(Now);
        var limits = new SentryRateLimits(time);
        using var answer = Answer(200, ("X-Sentry-Rate-Limits", "60:error:key, 90:transaction:key"));

        limits.Note(answer.StatusCode, answer.Headers);

        limits.IsLimited("error").ShouldBeTrue();
        time.Advance(TimeSpan.FromSeconds(61));
        limits.IsLimited("error").ShouldBeFalse();
        limits.IsLimited("transaction").ShouldBeTrue();
    }

    [Fact]
    public void LaterShorterLimit_DoesNotShortenAnEarlierOne()
    {
        var time = new ManualTimeProvider(Now);
        var limits = new SentryRateLimits(time);
        using var longer = Answer(429, ("X-Sentry-Rate-Limits", "60::organization"));
        using var shorter = Answer(429, ("X-Sentry-Rate-Limits", "5::organization"));

        limits.Note(longer.StatusCode, longer.Headers);
        limits.Note(shorter.StatusCode, shorter.Headers);
        time.Advance(TimeSpan.FromSeconds(30));

        limits.IsLimited("error").ShouldBeTrue();
    }

    private static string? Difference(JsonElement row)
    {
        using var answer = Answer(
            row.GetProperty("status").GetInt32(),
            [.. row.GetProperty("headers").EnumerateObject().Select(header => (header.Name, header.Value.GetString()!))]);
        var limits = SentryRateLimits.Read(answer.StatusCode, answer.Headers, Now);
        var expected = row.GetProperty("limits");
        if (expected.ValueKind == JsonValueKind.Null)
        {
            // It must not throw; the time of its Retry-After is as good as any.
            return limits.Values.All(wait => wait <= TimeSpan.FromMinutes(1)) ? null : "a limit out of garbage";
        }

        var wanted = expected.EnumerateObject().ToDictionary(limit => limit.Name, limit => Seconds(limit.Value, answer));
        var got = limits.ToDictionary(limit => limit.Key, limit => limit.Value.TotalSeconds);
        return wanted.OrderBy(limit => limit.Key, StringComparer.Ordinal)
            .SequenceEqual(got.OrderBy(limit => limit.Key, StringComparer.Ordinal))
            ? null
            : string.Join(' ', got);
    }

    /// <summary>A number, or words that say that the answer's date is meant.</summary>
    private static double Seconds(JsonElement limit, HttpResponseMessage answer) =>
        limit.ValueKind == JsonValueKind.Number
            ? limit.GetDouble()
            : (DateTimeOffset.Parse(answer.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture) - Now)
                .TotalSeconds;

    private static HttpResponseMessage Answer(int status, params (string Name, string Value)[] headers)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status);
        foreach (var (name, value) in headers)
        {
            answer.Headers.TryAddWithoutValidation(name, value);
        }

        return answer;
    }
}
