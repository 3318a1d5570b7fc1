using System.Text;

using Crawler.Downloader.Decoding;
using Crawler.TestKit.Cases;

using Shouldly;

using Xunit;
using Xunit.Abstractions;

namespace Crawler.UnitTests.Downloader.Decoding;

[Trait("Category", "Cases")]
public sealed class CompressedCasesTests(ITestOutputHelper output)
{
    [CasesFact]
    public void EverySample_IsDecodedRefusedOrLimited()
    {
        var tally = new CaseTally("http/compressed");
        foreach (var path in Directory.EnumerateFiles(CaseFiles.Path("http", "compressed")))
        {
            var name = Path.GetFileName(path);
            if (ExpectationOf(name) is not { } expected)
            {
                continue;
            }

            tally.Run(
                name,
                () => Decode(File.ReadAllBytes(path), expected.Codings) is var found && found == expected.Outcome
                    ? null
                    : $"{found} instead of {expected.Outcome}");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [CasesFact]
    public void HtmlSamples_DecodeToTheirEnd()
    {
        var samples = Directory.EnumerateFiles(CaseFiles.Path("http", "compressed"), "html-*.bin")
            .Select(path => (Path: path, Expected: ExpectationOf(Path.GetFileName(path))!.Value))
            .Where(sample => sample.Expected is { Outcome: "decoded" })
            .ToList();

        var torn = samples
            .Where(sample => !Encoding.Latin1.GetString(Body(File.ReadAllBytes(sample.Path), sample.Expected.Codings)!)
                .TrimEnd().EndsWith("</html>", StringComparison.OrdinalIgnoreCase))
            .Select(sample => Path.GetFileName(sample.Path));

        samples.ShouldNotBeEmpty();
        torn.ShouldBeEmpty();
    }

    /// <summary>
    /// Null for what is no coded body. The names say the codings and what is wrong; zstd is a coding that we do not
    /// offer.
    /// </summary>
    private static (string Codings, string Outcome)? ExpectationOf(string name) => name switch
    {
        "feed-sample1.xml" or "unexpected-eof-output.txt" => null,
        _ when name.Contains("zstd", StringComparison.Ordinal) => ("zstd", "unknown"),
        "bomb-br.bin" => ("br", "too large"),
        "bomb-deflate.bin" => ("deflate", "too large"),
        "bomb-gzip.bin" => ("gzip", "too large"),
        "html-br.bin" => ("br", "decoded"),
        "html-gzip.bin" => ("gzip", "decoded"),
        "html-rawdeflate.bin" or "html-zlibdeflate.bin" => ("deflate", "decoded"),
        "html-gzip-deflate.bin" => ("gzip, deflate", "decoded"),
        "html-gzip-deflate-gzip.bin" => ("gzip, deflate, gzip", "decoded"),
        "feed-sample1.xml.gz" => ("gzip", "decoded"),
        "truncated-crc-error-short.gz" or "truncated-crc-error.gz" or "unexpected-eof.gz" => ("gzip", "refused"),
        _ => ("", $"a sample without an expectation: {name}"),
    };

    private static string Decode(byte[] sent, string codings)
    {
        try
        {
            return Body(sent, codings) is null ? "unknown" : "decoded";
        }
        catch (InvalidDataException)
        {
            return "refused";
        }
        catch (BodyTooLargeException)
        {
            return "too large";
        }
    }

    private static byte[]? Body(byte[] sent, string codings)
    {
        var limits = new DecodingLimits(MaxBytes: 10_000_000, MaxRatio: 200, MaxLayers: 3);
        if (!ContentDecoding.TryOpen(new MemoryStream(sent), sent.Length, [codings], limits, out var decoded))
        {
            return null;
        }

        using (decoded)
        {
            using var body = new MemoryStream();
            decoded.CopyTo(body);
            return body.ToArray();
        }
    }
}
