using System.Security.Cryptography;
using System.Text;
using Crawler.Archive;
using Crawler.Archive.Warc;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.Archive.Warc;

public sealed class WarcCheckerTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    [Theory]
    [InlineData("2026", true)]
    [InlineData("2026-11-21", true)]
    [InlineData("2026-11-21T10:00Z", true)]
    [InlineData("2026-11-21T10:00:00.123456789Z", true)]
    [InlineData("2026-11-21T10:00:00", false)]
    [InlineData("2026-11-21T10:00:00+01:00", false)]
    [InlineData("21.11.2026", false)]
    public async Task Date_IsUtcInTheFormOfTheStandard(string date, bool isValid)
    {
        var rules = await WarcTexts.BrokenRulesAsync(WarcTexts.Record(Metadata("x").Select(
            field => field.Name == "WARC-Date" ? field with { Value = date } : field), "x"));

        rules.ShouldBe(isValid ? [] : [WarcRule.FieldForm]);
    }

    [Fact]
    public async Task SameIdTwice_IsFound()
    {
        var record = WarcTexts.Record([.. Metadata("x")], "x");

        (await WarcTexts.BrokenRulesAsync(record + record)).ShouldBe([WarcRule.UniqueId]);
    }

    [Fact]
    public async Task BlockShorterThanStated_IsFound()
    {
        var record = WarcTexts.Record(Metadata("longer than its block"), "x");

        (await WarcTexts.BrokenRulesAsync(record)).ShouldBe([WarcRule.RecordEnd]);
    }

    [Fact]
    public async Task RubbishAfterARecord_IsFound()
    {
        var report = await WarcTexts.CheckAsync(WarcTexts.Record(Metadata("x"), "x") + "rubbish");

        report.Records.ShouldBe(1);
        report.Problems.Single().Rule.ShouldBe(WarcRule.Header);
    }

    [Fact]
    public async Task HeaderWithoutEnd_IsRefusedAtItsLimit()
    {
        var report = await WarcTexts.CheckAsync("WARC/1.1\r\n" + string.Concat(Enumerable.Repeat("a: b\r\n", 100_000)));

        report.Problems.Single().Rule.ShouldBe(WarcRule.Header);
    }

    [Fact]
    public async Task ProblemsWithoutEnd_AreListedToTheLimit()
    {
        var record = WarcTexts.Record([.. Metadata("")]);
        var report = await WarcTexts.CheckAsync(string.Concat(Enumerable.Repeat(record, WarcChecker.MaxProblems + 10)));

        report.Problems.Count.ShouldBe(WarcChecker.MaxProblems);
    }

    [Theory]
    [InlineData("3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", "abcde")]
    [InlineData("3\r\nabc\r\n0\r\nT: 1\r\n\r\n", "abc")]
    [InlineData("not in chunks", "not in chunks")]
    public async Task PayloadDigest_IsOfTheBodyWithoutItsTransferCoding(string body, string payload)
    {
        (await WarcTexts.BrokenRulesAsync(Response(Head + body, payload))).ShouldBeEmpty();
        (await WarcTexts.BrokenRulesAsync(Response(Head + body, payload + "!"))).ShouldBe([WarcRule.PayloadDigest]);
    }

    private static IEnumerable<HttpField> Metadata(string block) =>
    [
        new("WARC-Type", "metadata"),
        new("WARC-Record-ID", WarcTexts.Value("WARC-Record-ID")),
        new("WARC-Date", WarcTexts.Value("WARC-Date")),
        new("Content-Length", $"{block.Length}"),
    ];

    private static string Response(string block, string payload)
    {
        var digest = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(payload)));

        return WarcTexts.Record(
            [
                new("WARC-Type", "response"),
                new("WARC-Record-ID", WarcTexts.Value("WARC-Record-ID")),
                new("WARC-Date", WarcTexts.Value("WARC-Date")),
                new("WARC-Target-URI", WarcTexts.Value("WARC-Target-URI")),
                new("WARC-Payload-Digest", $"sha256:{digest}"),
                new("Content-Type", "application/http;msgtype=response"),
                new("Content-Length", $"{block.Length}"),
            ],
            block);
    }
}
