using System.Security.Cryptography;
using System.Text;
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

    [Theory]
    [InlineData("https://a.example/")]
    [InlineData("")]
    [InlineData("https://a.example/ü\U0001F600")]
    public void Key_IsTheBeginningOfTheDigest(string text)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(text));

        Bytes(UrlKey.Of(text)).ShouldBe(digest[..UrlKey.Size]);
    }

    [Fact]
    public void KeyOfLongText_IsTheBeginningOfTheDigest()
    {
        var text = new string('x', WebUrl.MaxLength);

        Bytes(UrlKey.Of(text)).ShouldBe(SHA256.HashData(Encoding.UTF8.GetBytes(text))[..UrlKey.Size]);
    }

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
