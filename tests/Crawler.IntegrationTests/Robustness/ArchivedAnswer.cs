using Crawler.Archive.Warc;

namespace Crawler.IntegrationTests.Robustness;

/// <summary>A response record of an archive folder.</summary>
/// <param name="Url">The URL that was asked for.</param>
/// <param name="Truncated">Why the body is not whole; null where it is.</param>
/// <param name="Http">Status line, header and body, in Latin-1.</param>
internal sealed record ArchivedAnswer(string Url, string? Truncated, string Http)
{
    public string Body => Http[(Http.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    public static async Task<IReadOnlyList<ArchivedAnswer>> ReadAllAsync(string folder)
    {
        var answers = new List<ArchivedAnswer>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.warc.gz", SearchOption.AllDirectories))
        {
            await using var reader = new WarcReader(File.OpenRead(file));
            while (await reader.ReadAsync(CancellationToken.None) is { } record)
            {
                if (record.Type == "response")
                {
                    using var text = new StreamReader(record.Block, System.Text.Encoding.Latin1);
                    answers.Add(new(
                        record["WARC-Target-URI"] ?? "", record["WARC-Truncated"], await text.ReadToEndAsync()));
                }
            }
        }

        return answers;
    }
}
