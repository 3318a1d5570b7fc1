using System.Text;

using BenchmarkDotNet.Attributes;

using Crawler.WebStandards.Html;
using Crawler.WebStandards.Url;

namespace Crawler.Benchmarks.Micro;

/// <summary>Parsing links and writing them canonically. One operation is one link of a page.</summary>
public class UrlBenchmark
{
    private const int Links = 4_096;

    private static readonly CanonicalUrlProfile Everything = new()
    {
        DropTrackingParameters = true,
        SortQuery = true,
        FoldScheme = true,
        FoldWww = true,
        DropIndexFiles = true,
    };

    private readonly List<string> _hrefs = [];
    private readonly List<WebUrl> _urls = [];
    private WebUrl _page = null!;

    [GlobalSetup]
    public void ReadLinks()
    {
        _ = WebUrl.TryParse("https://docs.example/3/library/index.html", out var page);
        _page = page!;
        var parser = new HtmlPageParser();
        foreach (var bytes in PageCorpus.Pages)
        {
            parser.Reset(HtmlPageOptions.Default);
            parser.Write(bytes);
            parser.Complete();
            foreach (var link in parser.Page.Links)
            {
                var href = Encoding.UTF8.GetString(link.Href);
                if (_hrefs.Count < Links && WebUrl.TryParse(href, _page, out var url))
                {
                    _hrefs.Add(href);
                    _urls.Add(url);
                }
            }
        }

        if (_hrefs.Count < Links)
        {
            throw new BenchmarkFailedException($"The pages hold {_hrefs.Count} links; {Links} are needed.");
        }
    }

    [Benchmark(OperationsPerInvoke = Links)]
    public int Parse()
    {
        var length = 0;
        foreach (var href in _hrefs)
        {
            length += WebUrl.TryParse(href, _page, out var url) ? url.Href.Length : 0;
        }

        return length;
    }

    [Benchmark(OperationsPerInvoke = Links)]
    public int Canonicalize()
    {
        var length = 0;
        foreach (var url in _urls)
        {
            length += CanonicalUrlProfile.Default.Canonicalize(url).Length;
        }

        return length;
    }

    [Benchmark(OperationsPerInvoke = Links)]
    public int CanonicalizeWithAllOptions()
    {
        var length = 0;
        foreach (var url in _urls)
        {
            length += Everything.Canonicalize(url).Length;
        }

        return length;
    }

    [Benchmark(OperationsPerInvoke = Links)]
    public UInt128 Key()
    {
        var sum = UInt128.Zero;
        foreach (var url in _urls)
        {
            sum ^= UrlKey.Of(url.Href).Value;
        }

        return sum;
    }
}
