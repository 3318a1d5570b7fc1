using Crawler.Downloader.Robots;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Downloader.Robots;

public sealed class ProductTokenTests
{
    [Theory]
    [InlineData("Crawler/0.1 (+https://crawler.example/bot)", "Crawler")]
    [InlineData("my-bot", "my-bot")]
    [InlineData("my_bot2/1", "my_bot")]
    [InlineData("Mozilla/5.0 (compatible; ExampleBot/2.1; +https://bot.example)", "ExampleBot")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64)", "Mozilla")]
    [InlineData("", "*")]
    [InlineData("7bot", "*")]
    public void UserAgent_NamesItsProduct(string userAgent, string token) => ProductToken.Of(userAgent).ShouldBe(token);
}
