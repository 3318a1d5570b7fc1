using System.IO.Compression;

using Crawler.Downloader.Decoding;

using FsCheck;
using FsCheck.Fluent;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Downloader.Decoding;

public sealed class ContentDecodingTests
{
    private static readonly DecodingLimits Wide = new(MaxBytes: 100_000_000, MaxRatio: 100_000, MaxLayers: 3);

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("GZIP")]
    [InlineData("deflate")]
    [InlineData("raw-deflate")]
    [InlineData("br")]
    public void AnyBody_ComesBackWhole(string coding)
    {
        Prop.ForAll<byte[]>(body =>
        {
            var sent = Encode(body, coding);
            return sent.Length == 0 || Decode(sent, Header(coding)).AsSpan().SequenceEqual(body);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("gzip", 0)]
    [InlineData("gzip", 1)]
    [InlineData("deflate", 0)]
    [InlineData("raw-deflate", 0)]
    [InlineData("br", 0)]
    public void BodyCutAnywhere_IsRefused(string coding, int seed)
    {
        var sent = Encode(Sample(seed, 6_000), coding);

        for (var cut = 1; cut < sent.Length; cut++)
        {
            Should.Throw<InvalidDataException>(
                () => Decode(sent[..cut], Header(coding)), $"cut at {cut} of {sent.Length}");
        }
    }

    [Fact]
    public void GzipOfSeveralMembers_IsJoined()
    {
        byte[] sent = [.. Encode("one "u8.ToArray(), "gzip"), .. Encode("two"u8.ToArray(), "gzip")];

        Decode(sent, "gzip").ShouldBe("one two"u8.ToArray());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public void RubbishBehindBody_IsIgnored(string coding)
    {
        var body = Sample(seed: 3, 50_000);
        for (var length = 1; length < 20_000; length = (length * 2) + 1)
        {
            byte[] sent = [.. Encode(body, coding), .. new byte[length]];

            Decode(sent, coding).ShouldBe(body);
        }
    }

    [Fact]
    public void LayersAreUndoneInReverseOrder()
    {
        var body = Sample(seed: 4, 10_000);

        Decode(Encode(Encode(body, "gzip"), "br"), "gzip, identity, br").ShouldBe(body);
    }

    [Fact]
    public void TooManyLayers_AreRefused() =>
        Should.Throw<BodyTooLargeException>(() => Decode([1], "gzip, gzip, gzip, gzip"));

    [Fact]
    public void UnknownCoding_IsNotOpened()
    {
        ContentDecoding.TryOpen(new MemoryStream([1]), 1, ["gzip, zstd"], Wide, out _).ShouldBeFalse();
    }

    [Fact]
    public void EmptyBody_CarriesNoCoding() => Decode([], "gzip").ShouldBeEmpty();

    [Fact]
    public void WrongChecksum_IsRefused()
    {
        var sent = Encode(Sample(seed: 5, 1_000), "gzip");
        sent[^6] ^= 1;

        Should.Throw<InvalidDataException>(() => Decode(sent, "gzip"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public void DecodedLength_IsLimitedExactly(string coding)
    {
        var sent = Encode(Sample(seed: 6, 10_000), coding);

        Decode(sent, coding, Wide with { MaxBytes = 10_000 }).Length.ShouldBe(10_000);
        Should.Throw<BodyTooLargeException>(() => Decode(sent, coding, Wide with { MaxBytes = 9_999 }));
    }

    [Fact]
    public void Ratio_CountsBeyondOneMebibyte()
    {
        var limits = Wide with { MaxRatio = 200 };

        Decode(Encode(new byte[1024 * 1024], "br"), "br", limits).Length.ShouldBe(1024 * 1024);
        Should.Throw<BodyTooLargeException>(() => Decode(Encode(new byte[8 * 1024 * 1024], "br"), "br", limits));
    }

    [Fact]
    public void DeflateThatNeedsADictionary_IsRefused() =>
        Should.Throw<InvalidDataException>(() => Decode([40, 176, 0, 0, 0, 0], "deflate"));

    [Fact]
    public void RandomBytes_NeverEndOtherwiseThanRefused()
    {
        foreach (var coding in (string[])["gzip", "deflate", "br", "gzip, br"])
        {
            Prop.ForAll<byte[]>(sent =>
            {
                try
                {
                    Decode(sent, coding);
                }
                catch (Exception e) when (e is InvalidDataException or BodyTooLargeException)
                {
                    return true;
                }

                return true;
            }).QuickCheckThrowOnFailure();
        }
    }

    private static string Header(string coding) => coding == "raw-deflate" ? "deflate" : coding;

    private static byte[] Sample(int seed, int length)
    {
        var bytes = new byte[length];
        new System.Random(seed).NextBytes(bytes);
        for (var i = 0; i < length; i++)
        {
            // Half of the alphabet at even seeds, so that some samples compress and others are stored.
            bytes[i] &= seed % 2 == 0 ? (byte)0x1F : (byte)0xFF;
        }

        return bytes;
    }

    private static byte[] Encode(byte[] body, string coding)
    {
        using var sent = new MemoryStream();
        using (Stream encoder = coding switch
        {
            "deflate" => new ZLibStream(sent, CompressionLevel.Fastest, leaveOpen: true),
            "raw-deflate" => new DeflateStream(sent, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(sent, CompressionLevel.Fastest, leaveOpen: true),
            _ => new GZipStream(sent, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            encoder.Write(body);
        }

        return sent.ToArray();
    }

    private static byte[] Decode(byte[] sent, string coding) => Decode(sent, coding, Wide);

    private static byte[] Decode(byte[] sent, string coding, DecodingLimits limits)
    {
        ContentDecoding.TryOpen(new MemoryStream(sent), sent.Length, [coding], limits, out var decoded).ShouldBeTrue();
        using (decoded)
        {
            using var body = new MemoryStream();
            var block = new byte[4_000];
            int count;
            while ((count = decoded.Read(block, 0, block.Length)) > 0)
            {
                body.Write(block, 0, count);
            }

            return body.ToArray();
        }
    }
}
