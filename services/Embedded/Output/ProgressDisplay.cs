using System.Globalization;

using Crawler.Gateway.Queries;

using Spectre.Console;

namespace Crawler.Embedded.Output;

/// <summary>
/// Shows how a crawl goes: live on a terminal, by plain lines elsewhere. With <c>--json</c> it keeps to standard error.
/// </summary>
internal sealed class ProgressDisplay(bool json)
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(2);

    /// <summary>Shows each state of the crawl, and returns the last.</summary>
    public async Task<CrawlStatus> ShowAsync(Func<IAsyncEnumerable<CrawlStatus>> watch)
    {
        var console = Consoles.For(Target);
        return console.Profile.Capabilities.Interactive ? await ShowLiveAsync(console, watch())
            : await ShowLinesAsync(watch());
    }

    private TextWriter Target => json ? Console.Error : Console.Out;

    private static Task<CrawlStatus> ShowLiveAsync(IAnsiConsole console, IAsyncEnumerable<CrawlStatus> watch) =>
        console.Live(new Text("")).AutoClear(true).StartAsync(async live =>
        {
            CrawlStatus? last = null;
            await foreach (var status in watch)
            {
                last = status;
                live.UpdateTarget(TableOf(status));
            }

            return last!;
        });

    private async Task<CrawlStatus> ShowLinesAsync(IAsyncEnumerable<CrawlStatus> watch)
    {
        CrawlStatus? last = null;
        var shownAt = double.NegativeInfinity;
        await foreach (var status in watch)
        {
            last = status;
            if (status.Rates.ElapsedSeconds - shownAt >= LineInterval.TotalSeconds)
            {
                shownAt = status.Rates.ElapsedSeconds;
                await Target.WriteLineAsync(LineOf(status));
            }
        }

        return last!;
    }

    private static string LineOf(CrawlStatus status)
    {
        var counts = status.Counts;
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{status.State}: fetched {counts.Fetched + counts.Unchanged}, queued {counts.Queued + counts.Leased}, failed {counts.Failed.Values.Sum()}, {status.Rates.PagesPerSecond:0.0} pages/s, {status.Rates.ElapsedSeconds:0} s");
        return status.WaitingOn is null ? line : $"{line}, {Describe(status.WaitingOn)}";
    }

    private static Table TableOf(CrawlStatus status)
    {
        var counts = status.Counts;
        var table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("", "");
        table.AddRow("State", Markup.Escape(status.State));
        table.AddRow("Fetched", Number(counts.Fetched + counts.Unchanged));
        table.AddRow("Queued", Number(counts.Queued + counts.Leased));
        table.AddRow("Failed", Number(counts.Failed.Values.Sum()));
        table.AddRow("Pages/s", status.Rates.PagesPerSecond.ToString("0.0", CultureInfo.InvariantCulture));
        table.AddRow("Waiting", Markup.Escape(status.WaitingOn is null ? "-" : Describe(status.WaitingOn)));
        table.AddRow(
            "Elapsed",
            TimeSpan.FromSeconds(Math.Round(status.Rates.ElapsedSeconds)).ToString("c", CultureInfo.InvariantCulture));
        return table;
    }

    private static string Describe(WaitingOn waiting)
    {
        var hosts = waiting.Hosts > 1 ? $" ({waiting.Hosts} hosts wait)" : "";
        var until = waiting.Until is { } time
            ? $" until {time.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC" : "";
        return waiting.Host is null ? $"waiting: {waiting.Reason}"
            : $"waiting: {waiting.Reason} on {waiting.Host}{until}{hosts}";
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
