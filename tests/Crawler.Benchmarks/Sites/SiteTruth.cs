using System.Text;
using System.Text.Json;

namespace Crawler.Benchmarks.Sites;

/// <summary>The pages of a served site that links lead to, each with its title: what a crawl must bring, found out independently of it.</summary>
internal sealed class SiteTruth
{
    private readonly Dictionary<string, string> _titles = new(StringComparer.Ordinal);

    private SiteTruth()
    {
    }

    public int Count => _titles.Count;

    /// <summary>Lines of tab-separated address, length, number of links, title.</summary>
    public static SiteTruth Read(string folder, ServedSite site)
    {
        var file = Path.Combine(folder, "truth", $"{site.Truth}.tsv");
        if (!File.Exists(file))
        {
            throw new BenchmarkFailedException($"There is no truth at '{file}': name the folder that setup.sh has made with --peers or PEERS.");
        }

        var truth = new SiteTruth();
        foreach (var line in File.ReadLines(file))
        {
            var fields = line.Split('\t');
            var page = new Uri(fields[0]);
            foreach (var host in site.Mirrors.DefaultIfEmpty(page.Authority))
            {
                truth._titles[Canonical($"http://{host}{page.PathAndQuery}")] = fields.Length > 3 ? fields[3] : "";
            }
        }

        return truth;
    }

    /// <summary>How many of the known pages a listing of stored pages holds, and how many of them with the right title.</summary>
    public async Task<(int Pages, int Titles)> CompareAsync(string listing)
    {
        var found = new Dictionary<string, bool>(StringComparer.Ordinal);
        await foreach (var line in File.ReadLinesAsync(listing))
        {
            using var row = JsonDocument.Parse(line);
            var url = Canonical(row.RootElement.GetProperty("url").GetString()!);
            if (_titles.TryGetValue(url, out var title))
            {
                var hasTitle = row.RootElement.TryGetProperty("title", out var value);
                found[url] = Collapse(hasTitle ? value.GetString()! : "") == title;
            }
        }

        return (found.Count, found.Values.Count(isRight => isRight));
    }

    /// <summary>Authority and decoded path: what names the file behind a URL, however the URL is written.</summary>
    private static string Canonical(string url)
    {
        var uri = new Uri(url);
        return uri.Authority.ToUpperInvariant() + Uri.UnescapeDataString(uri.AbsolutePath);
    }

    /// <summary>White space as HTML counts it in a title: runs become one blank, ends are cut.</summary>
    private static string Collapse(string text)
    {
        var collapsed = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            var isBlank = character is ' ' or '\t' or '\n' or '\f' or '\r';
            if (!isBlank)
            {
                collapsed.Append(character);
            }
            else if (collapsed.Length > 0 && collapsed[^1] != ' ')
            {
                collapsed.Append(' ');
            }
        }

        return collapsed.ToString().TrimEnd(' ');
    }
}
