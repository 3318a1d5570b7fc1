using System.Text.Json;

using Crawler.ServiceDefaults.Serialization;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.ServiceDefaults.Serialization;

public sealed class DurationJsonConverterTests
{
    [Fact]
    public void Duration_IsWrittenAsText() =>
        JsonSerializer.Serialize(TimeSpan.FromMinutes(10), CrawlerJson.Options).ShouldBe("\"10m\"");

    [Theory]
    [InlineData("\"1.5s\"", 1_500)]
    [InlineData("\"PT2S\"", 2_000)]
    public void Text_IsRead(string json, int milliseconds) =>
        JsonSerializer.Deserialize<TimeSpan>(json, CrawlerJson.Options)
            .ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Fact]
    public void Null_IsReadWhereItIsAllowed() =>
        JsonSerializer.Deserialize<TimeSpan?>("null", CrawlerJson.Options).ShouldBeNull();

    [Theory]
    [InlineData("10")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("\"soon\"")]
    public void AnythingElse_IsRefusedWithTheFormat(string json)
    {
        var failure = Should.Throw<JsonException>(
            () => JsonSerializer.Deserialize<TimeSpan>(json, CrawlerJson.Options));

        failure.Message.ShouldContain("a duration such as 500ms, 1.5s, 10m, 2h or 7d");
    }
}
