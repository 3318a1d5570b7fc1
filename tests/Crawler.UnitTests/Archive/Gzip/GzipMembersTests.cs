using System.IO.Compression;
using System.Text;
using Crawler.Archive.Warc;
using Crawler.UnitTests.Archive.Folders;
using Crawler.UnitTests.Archive.Warc;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.Archive.Gzip;

public sealed class GzipMembersTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4000)]
    [InlineData(4096)]
    [InlineData(8192)]
    [InlineData(70_000)]
    public async Task MembersOfAnyLength_AreToldApart(int bodyBytes)
    {
        var members = Enumerable.Range(0, 5).Select(i => Member(Fetches.Noise(i, bodyBytes))).ToList();
        await using var reader = new WarcReader(new MemoryStream([.. members.SelectMany(member => member)]));

        var starts = new List<long?>();
        while (await reader.ReadAsync(CancellationToken.None) is { } record)
        {
            starts.Add(record.MemberOffset);
        }

        starts.ShouldBe(Enumerable.Range(0, 5).Select(i => (long?)members.Take(i).Sum(member => member.Length)));
    }

    [Fact]
    public async Task WrongChecksum_IsFound()
    {
        var member = Member(Fetches.Noise(1, 100));
        member[^6] ^= 1;

        var report = await WarcChecker.CheckAsync(new MemoryStream(member), CancellationToken.None);

        report.IsValid.ShouldBeFalse();
    }

    private static byte[] Member(byte[] block)
    {
        var text = Encoding.Latin1.GetString(block);
        var record = WarcTexts.Record(
            [
                new("WARC-Type", "metadata"),
                new("WARC-Record-ID", WarcTexts.Value("WARC-Record-ID")),
                new("WARC-Date", WarcTexts.Value("WARC-Date")),
                new("Content-Length", $"{block.Length}"),
            ],
            text);
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.Latin1.GetBytes(record));
        }

        return output.ToArray();
    }
}
