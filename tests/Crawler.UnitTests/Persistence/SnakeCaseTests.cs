using Crawler.Persistence;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Persistence;

public sealed class SnakeCaseTests
{
    [Theory]
    [InlineData("Host", "host")]
    [InlineData("LastStartAt", "last_start_at")]
    [InlineData("ETag", "etag")]
    [InlineData("UrlKey", "url_key")]
    [InlineData("", "")]
    public void PropertyName_BecomesAColumnName(string name, string column) => SnakeCase.From(name).ShouldBe(column);
}
