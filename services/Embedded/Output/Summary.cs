using System.Globalization;
using System.Text.Json;

using Crawler.Embedded.Crawling;
using Crawler.Gateway.Queries;
using Crawler.ServiceDefaults.Serialization;

using Spectre.Console;

namespace Crawler.Embedded.Output;

/// <summary>Says at the end what a crawl has found, and why it ended.</summary>
internal static class Summary
{
    /// <summary>The table, and with <c>--json</c> the object as the last line of standard output.</summary>
    public static void Write(CrawlStatus status, CrawlArguments arguments)
    {
        WriteTable(status, arguments.Json ? Console.Error : Console.Out);
        if (!status.HasEnded)
        {
            Console.Error.WriteLine($"Interrupted. Go on with: crawl --resume --data {arguments.Data}");
        }

        if (arguments.Json)
        {
            Console.Out.WriteLine(ToJson(status));
        }
    }

    /// <summary>The result as one JSON object.</summary>
    public static string ToJson(CrawlStatus status) => JsonSerializer.Serialize(
        new
        {
            CrawlId = status.Id,
            status.State,
            status.EndReason,
            status.Counts,
            status.Warnings,
            status.Sitemaps,
            status.Bytes,
            status.Rates.ElapsedSeconds,
            status.Rates.PagesPerSecond,
        },
        CrawlerJson.Options);

    /// <summary>States and reasons with their counts.</summary>
    public static void WriteTable(CrawlStatus status, TextWriter target)
    {
        var counts = status.Counts;
        var rows = new List<(string, long)>
        {
            ("Fetched", counts.Fetched), ("Unchanged", counts.Unchanged), ("Redirected", counts.Redirected),
            ("Gone", counts.Gone),
        };
        rows.AddRange(counts.Skipped.Select(pair => ($"Skipped: {pair.Key}", pair.Value)));
        rows.AddRange(counts.Failed.Select(pair => ($"Failed: {pair.Key}", pair.Value)));
        rows.AddRange([("Queued", counts.Queued), ("Leased", counts.Leased)]);

        var end = status.EndReason is { } reason ? $" ({reason})" : "";
        var table = new Table().Border(TableBorder.Rounded).AddColumn("State").AddColumn(
            new TableColumn("URLs").RightAligned());
        foreach (var (name, count) in rows.Where(row => row.Item2 > 0))
        {
            table.AddRow(Markup.Escape(name), Number(count));
        }

        table.AddRow("Discovered", Number(counts.Discovered));

        // Lines of their own: a title or caption is cut to the table's width, and the id with it.
        var console = Consoles.For(target);
        console.WriteLine($"Crawl {status.Id}: {status.State}{end}");
        console.Write(table);
        if (status.Sitemaps.Discovered > 0)
        {
            console.WriteLine(Describe(status.Sitemaps));
        }

        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Number(status.Bytes)} bytes in {status.Rates.ElapsedSeconds:0.0} s, {status.Rates.PagesPerSecond:0.0} pages/s"));
        foreach (var warning in status.Warnings)
        {
            console.WriteLine(
                $"Warning: {Number(warning.Urls)} URLs of {warning.Host} skipped as a suspected trap ({warning.Rule}), "
                + $"{Number(warning.Taken)} alike taken before. One of them: {warning.Example}");
        }

        if (status.Warnings.Count > 0)
        {
            console.WriteLine("A crawl with --ignore-trap RULE, or with --no-trap-detection, takes such URLs.");
        }
    }

    private static string Describe(SitemapCounts sitemaps)
    {
        var counts = new List<(string Name, long Count)>
        {
            ("read", sitemaps.Read), ("waiting", sitemaps.Waiting), ("redirected", sitemaps.Redirected),
            ("skipped", sitemaps.Skipped), ("failed", sitemaps.Failed), ("gone", sitemaps.Gone),
        };
        return "Sitemaps: " + string.Join(
            ", ", counts.Where(pair => pair.Count > 0).Select(pair => $"{Number(pair.Count)} {pair.Name}"));
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
