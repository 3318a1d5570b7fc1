using Crawler.WebStandards.Url;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Url;

public class UrlKeyTests
{
    private static readonly Arbitrary<(UrlKey Left, UrlKey Right)> Pairs =
        Gen.Zip(Keys(), Keys()).ToArbitrary();

    /// <summary>The digests were made by CPython's hashlib.blake2b(digest_size=16).</summary>
    [Theory]
    [InlineData("", 1, "cae66941d9efbd404e4d88758ea67670")]
    [InlineData("abc", 1, "cf4ab791c62b8d2b2109c90275287816")]
    [InlineData("http://example.com/", 1, "9aba6a18c5a5d94534a3b99c485d4547")]
    [InlineData("https://a.example/\u00fc\U0001F600", 1, "c11b7d05b65397b4b22b6d665bb1ff3c")]
    [InlineData("a", 127, "2228006d5107a5239e500da574466288")]
    [InlineData("a", 128, "1271d28e731afb57bdfba6bdaf3501be")]
    [InlineData("a", 129, "68b7bafbad5055c4ebe6eb170a0f8524")]
    [InlineData("a", 256, "2dbe331c95d600bb74dcd669f0618bd7")]
    [InlineData("a", 1000, "a0e5a332e985551c28a377c40f4139c3")]
    [InlineData("a", WebUrl.MaxLength, "cabb3973e73fa6cfacf9a99de2ef351f")]
    public void Key_IsTheBlake2bDigestOf128Bits(string text, int times, string digest) =>
        UrlKey.Of(string.Concat(Enumerable.Repeat(text, times))).ToString().ShouldBe(digest);

    [Fact]
    public void WrittenKey_ReadsBack()
    {
        Prop.ForAll(Pairs, pair => UrlKey.Read(Bytes(pair.Left)) == pair.Left).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void WrittenKeys_SortAsKeysDo()
    {
        Prop.ForAll(Pairs, pair => Math.Sign(Bytes(pair.Left).AsSpan().SequenceCompareTo(Bytes(pair.Right)))
            == Math.Sign(pair.Left.CompareTo(pair.Right))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Text_IsThirtyTwoHexadecimalDigits()
    {
        new UrlKey(0xABC).ToString().ShouldBe("00000000000000000000000000000abc");
    }

    private static Gen<UrlKey> Keys()
    {
        return ArbMap.Default.GeneratorFor<ulong>().Two()
            .Select(halves => new UrlKey(new UInt128(halves.Item1, halves.Item2)));
    }

    private static byte[] Bytes(UrlKey key)
    {
        var bytes = new byte[UrlKey.Size];
        key.WriteTo(bytes);
        return bytes;
    }
}
