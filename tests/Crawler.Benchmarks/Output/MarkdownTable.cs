namespace Crawler.Benchmarks.Output;

/// <summary>Prints rows as a table of Markdown, each as soon as it is there.</summary>
internal sealed class MarkdownTable(TextWriter target)
{
    public MarkdownTable Begin(params IReadOnlyList<string> titles)
    {
        Add(titles);
        Add([.. titles.Select((_, i) => i == 0 ? "---" : "---:")]);
        return this;
    }

    public void Add(params IReadOnlyList<string> cells) => target.WriteLine($"| {string.Join(" | ", cells)} |");
}
