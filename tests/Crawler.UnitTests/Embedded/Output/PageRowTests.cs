using System.Text.Json;

using Crawler.Contracts.V1.Fetching;
using Crawler.Embedded;
using Crawler.Embedded.Output;
using Crawler.Gateway.Queries;
using Crawler.Gateway.Rows;
using Crawler.TestKit;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Embedded.Output;

public sealed class PageRowTests
{
    private static readonly StoredPage Whole = new()
    {
        Seq = 7,
        Url = "http://a.example/x,y",
        Status = 200,
        ContentType = "text/html",
        Title = "Plain",
        Depth = 2,
        Bytes = 1234,
        Digest = "sha256:00",
        FetchedAt = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero),
        DurationMs = 89,
        Referrer = "http://a.example/",
        Archive = new ArchiveLocation { File = "c/f.warc.gz", Offset = 10, Length = 20 },
    };

    [Fact]
    public void CsvRow_HasACellForEveryColumn()
    {
        PageRow.ToCsv(Whole).ShouldBe(
            "7,\"http://a.example/x,y\",200,text/html,Plain,2,1234,sha256:00,2030-01-02T03:04:05.0000000+00:00,89,http://a.example/,c/f.warc.gz,10,20");
        PageRow.CsvHeader.Split(',').Length.ShouldBe(14);
    }

    [Fact]
    public void WhatIsNotKnown_IsAnEmptyCellAndNoField()
    {
        var seed = Whole with { Url = "http://a.example/", Title = null, ContentType = null, Digest = null, Referrer = null, Archive = null };

        PageRow.ToCsv(seed).ShouldBe("7,http://a.example/,200,,,2,1234,,2030-01-02T03:04:05.0000000+00:00,89,,,,");
        var fields = JsonDocument.Parse(PageRow.ToJson(seed)).RootElement.EnumerateObject().Select(field => field.Name);
        fields.ShouldNotContain("title");
        fields.ShouldNotContain("archive");
    }

    [Theory]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("=\"a\",b", "\"'=\"\"a\"\",b\"")]
    [InlineData("grün", "grün")]
    public void Title_IsQuotedAndNeverAFormula(string title, string cell)
    {
        PageRow.ToCsv(Whole with { Title = title }).ShouldContain($",text/html,{cell},2,");
    }

    [Fact]
    public void JsonRow_IsOneLineWithTheNamesOfTheApi()
    {
        var row = PageRow.ToJson(Whole with { Title = "two\nlines" });

        row.ShouldNotContain("\n");
        var json = JsonDocument.Parse(row).RootElement;
        json.GetProperty("seq").GetInt64().ShouldBe(7);
        json.GetProperty("durationMs").GetInt64().ShouldBe(89);
        json.GetProperty("fetchedAt").GetString().ShouldBe("2030-01-02T03:04:05+00:00");
        json.GetProperty("archive").GetProperty("file").GetString().ShouldBe("c/f.warc.gz");
    }

    [Theory]
    [InlineData(false, "two.jsonl")]
    [InlineData(true, "two.csv")]
    public async Task File_HoldsARowForEveryPageAndAppearsWhole(bool csv, string name)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File(name);
        await File.WriteAllTextAsync(file, "an earlier list");

        await PageFile.WriteAsync(file, csv ? PageFormat.Csv : PageFormat.Jsonl, new[] { Whole, Whole with { Seq = 8 } }.ToAsyncEnumerable());

        (await File.ReadAllLinesAsync(file)).Length.ShouldBe(csv ? 3 : 2);
        Directory.GetFiles(folder.Path).ShouldBe([file]);
    }

    [Fact]
    public async Task ListThatBreaksOff_LeavesTheEarlierFileAlone()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("pages.jsonl");
        await File.WriteAllTextAsync(file, "an earlier list");

        await Should.ThrowAsync<UsageException>(() => PageFile.WriteAsync(file, PageFormat.Jsonl, BreakingOff()));

        (await File.ReadAllTextAsync(file)).ShouldBe("an earlier list");
        Directory.GetFiles(folder.Path).ShouldBe([file]);
    }

    private static async IAsyncEnumerable<StoredPage> BreakingOff()
    {
        yield return Whole;
        await Task.Yield();
        throw new IOException("The disk is gone");
    }
}
