using BenchmarkDotNet.Attributes;

using Crawler.WebStandards.Html;

namespace Crawler.Benchmarks.Micro;

/// <summary>Tokenizing pages and reading their links. One operation is one page, the mean of the corpus.</summary>
public class HtmlBenchmark
{
    private readonly HtmlPageParser _parser = new();
    private int _next;

    [GlobalSetup]
    public void SayBytes() => ThroughputColumn.Says(nameof(TokenizeWithLinks), (double)PageCorpus.Bytes / PageCorpus.Pages.Count);

    /// <summary>A whole round over the corpus would be too long for one invocation; pages take turns.</summary>
    [Benchmark(OperationsPerInvoke = 64)]
    public int TokenizeWithLinks()
    {
        var links = 0;
        for (var i = 0; i < 64; i++)
        {
            _next = (_next + 1) % PageCorpus.Pages.Count;
            _parser.Reset(HtmlPageOptions.Default);
            _parser.Write(PageCorpus.Pages[_next]);
            _parser.Complete();
            links += _parser.Page.Links.Count;
        }

        return links;
    }
}
