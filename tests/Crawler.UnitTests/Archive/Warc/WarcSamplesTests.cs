using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Crawler.Archive.Warc;
using Crawler.TestKit.Cases;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Crawler.UnitTests.Archive.Warc;

[Trait("Category", "Cases")]
public sealed partial class WarcSamplesTests(ITestOutputHelper output)
{
    /// <summary>What the expectations call a broken rule, and what this checker calls it.</summary>
    private static readonly (string Phrase, WarcRule Rule)[] Phrases =
    [
        ("record not followed by two CRLF", WarcRule.RecordEnd),
        ("record does not start a gzip member", WarcRule.MemberStart),
        ("gzip members", WarcRule.MemberCount),
        ("block digest mismatch", WarcRule.BlockDigest),
        ("payload digest mismatch", WarcRule.PayloadDigest),
        ("bad WARC-", WarcRule.FieldForm),
        ("space in WARC-Target-URI", WarcRule.FieldForm),
        ("no WARC version line", WarcRule.Header),
    ];

    /// <summary>Rules that this checker holds files to, and the expectations do not.</summary>
    private static readonly Dictionary<string, WarcRule> HeldToMore = new(StringComparer.Ordinal)
    {
        // Four records share one id, which WARC 1.1, section 5.2 rules out.
        ["warcio-example-digest.warc"] = WarcRule.UniqueId,
    };

    [CasesFact]
    public async Task Samples_HaveTheRecordsThatAreExpected()
    {
        var tally = new CaseTally("warc/sample-expectations.json");

        foreach (var sample in Samples())
        {
            var types = await TypesAsync(Open(sample));
            var expected = sample.GetProperty("types").EnumerateArray().Select(type => type.GetString());
            tally.Add(File(sample), types.SequenceEqual(expected) ? null : string.Join(", ", types), "records");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [CasesFact]
    public async Task Samples_BreakTheRulesThatAreExpected()
    {
        var tally = new CaseTally("warc/sample-expectations.json");

        foreach (var sample in Samples())
        {
            var report = await WarcChecker.CheckAsync(Open(sample), CancellationToken.None);
            var found = report.Problems
                .Where(problem => !HeldToMore.TryGetValue(File(sample), out var more) || problem.Rule != more)
                .Select(problem => (problem.Offset, problem.Rule))
                .Order()
                .ToList();
            var expected = sample.GetProperty("strictErrors").EnumerateArray()
                .Select(error => Expected(error.GetString()!))
                .Order()
                .ToList();

            var isSame = report.Records == sample.GetProperty("records").GetInt64() && found.SequenceEqual(expected);
            tally.Add(
                File(sample),
                isSame ? null : $"{report.Records} records, {string.Join("; ", report.Problems)}",
                "broken-rules");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [GeneratedRegex("^@(?<offset>[0-9]+): ", RegexOptions.None, 1000)]
    private static partial Regex OffsetForm();

    private static (long? Offset, WarcRule Rule) Expected(string error)
    {
        var rule = Phrases.First(phrase => error.Contains(phrase.Phrase, StringComparison.Ordinal)).Rule;
        var offset = OffsetForm().Match(error) is { Success: true } match
            ? long.Parse(match.Groups["offset"].Value, CultureInfo.InvariantCulture)
            : (long?)null;

        return (offset, rule);
    }

    private static List<JsonElement> Samples()
    {
        using var document = CaseFiles.Json("warc", "sample-expectations.json");
        var samples = document.RootElement.Clone().EnumerateArray().ToList();
        samples.ShouldNotBeEmpty();

        return samples;
    }

    private static string File(JsonElement sample) => sample.GetProperty("file").GetString()!;

    private static FileStream Open(JsonElement sample) =>
        System.IO.File.OpenRead(CaseFiles.Path("warc", "samples", File(sample)));

    /// <summary>A broken file is read as far as it can be.</summary>
    private static async Task<List<string?>> TypesAsync(Stream file)
    {
        await using var reader = new WarcReader(file);
        var types = new List<string?>();

        try
        {
            while (await reader.ReadAsync(CancellationToken.None) is { } record)
            {
                types.Add(record.Type);
            }
        }
        catch (InvalidDataException)
        {
            types.ShouldNotBeEmpty();
        }

        return types;
    }
}
