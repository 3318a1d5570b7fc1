using System.Security.Cryptography;

using Crawler.Archive;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Archive;

public sealed class PayloadDigestTests
{
    [Fact]
    public async Task HexAndBase32_SayTheSame()
    {
        var sha256 = SHA256.HashData("abc"u8);

        // The SHA-256 of "abc" of FIPS 180-4, in RFC 4648's base 32.
        const string expected = "sha256:XJ4BNP4PAHH6UQKBIDPF3LRCEOYAGYNDSYLXVHFUCD7WD4QACWWQ";
        PayloadDigest.Of(sha256).ShouldBe(expected);
        PayloadDigest.OfHex($"sha256:{Convert.ToHexStringLower(sha256)}").ShouldBe(expected);
        PayloadDigest.Of(await PayloadDigest.HashAsync(new MemoryStream("abc"u8.ToArray()), CancellationToken.None))
            .ShouldBe(expected);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256:00")]
    [InlineData("md5:0123456789abcdef")]
    [InlineData("sha256:zzzz456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void WhatIsNoHexDigest_HasNone(string? digest) => PayloadDigest.OfHex(digest).ShouldBeNull();
}
