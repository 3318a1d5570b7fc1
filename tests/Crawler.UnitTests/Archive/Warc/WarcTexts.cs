using System.Text;
using Crawler.Archive;
using Crawler.Archive.Warc;

namespace Crawler.UnitTests.Archive.Warc;

/// <summary>Builds plain records, right or wrong.</summary>
internal static class WarcTexts
{
    public static string Value(string name) => name switch
    {
        "WARC-Record-ID" or "WARC-Concurrent-To" or "WARC-Refers-To" or "WARC-Warcinfo-ID"
            or "WARC-Segment-Origin-ID" => $"<urn:uuid:{Guid.NewGuid():D}>",
        "WARC-Date" or "WARC-Refers-To-Date" => "2026-11-21T10:00:00Z",
        "WARC-Target-URI" or "WARC-Refers-To-Target-URI" or "WARC-Profile" => "http://a.example/",
        "WARC-IP-Address" => "192.0.2.1",
        "Content-Length" => "0",
        _ => "1",
    };

    public static string Record(IEnumerable<HttpField> fields, string block = "")
    {
        var header = string.Concat(fields.Select(field => $"{field.Name}: {field.Value}\r\n"));

        return $"WARC/1.1\r\n{header}\r\n{block}\r\n\r\n";
    }

    public static async Task<WarcReport> CheckAsync(string file) =>
        await WarcChecker.CheckAsync(new MemoryStream(Encoding.UTF8.GetBytes(file)), CancellationToken.None);

    public static async Task<List<WarcRule>> BrokenRulesAsync(string file) =>
        [.. (await CheckAsync(file)).Problems.Select(problem => problem.Rule)];
}
