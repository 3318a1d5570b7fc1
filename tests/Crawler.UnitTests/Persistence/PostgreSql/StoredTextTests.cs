using Crawler.Persistence.PostgreSql;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Persistence.PostgreSql;

public sealed class StoredTextTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("a\0b", "a\uFFFDb")]
    [InlineData("pair \U0001F600 stays", "pair \U0001F600 stays")]
    public void Text_IsAsItCanBeStored(string? text, string? stored) => StoredText.Clean(text).ShouldBe(stored);

    [Fact]
    public void HalvesOfSurrogatePairs_AreReplaced()
    {
        // Not as inline data: attributes hold no half of a pair.
        StoredText.Clean("cut \uD83D").ShouldBe("cut \uFFFD");
        StoredText.Clean("\uDE00 cut").ShouldBe("\uFFFD cut");
        StoredText.Clean("\uD83D\uD83D\uDE00\0").ShouldBe("\uFFFD\U0001F600\uFFFD");
    }
}
