using System.Globalization;
using System.Text;

using BenchmarkDotNet.Attributes;

using Crawler.WebStandards.Robots;

namespace Crawler.Benchmarks.Micro;

/// <summary>Ruling over a path by robots rules, every tenth of them with a wildcard. One operation is one ruling.</summary>
public class RobotsBenchmark
{
    private const int Paths = 1_000;

    private readonly List<string> _paths = [];
    private RobotsRules _rules = null!;

    [Params(1, 100, 10_000)]
    public int Rules { get; set; }

    [GlobalSetup]
    public void Compile()
    {
        var text = new StringBuilder("User-agent: *\n");
        for (var i = 0; i < Rules; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(i % 3 == 0 ? "Allow" : "Disallow")}: /section-{i}/")
                .Append(i % 10 == 9 ? "*/print$\n" : "private/\n");
        }

        _rules = RobotsTxt.Parse(Encoding.UTF8.GetBytes(text.ToString())).For("Crawler");
        for (var i = 0; i < Paths; i++)
        {
            var place = i % 3 == 0 ? "private" : "public";
            _paths.Add(string.Create(CultureInfo.InvariantCulture, $"/section-{i * 7 % Math.Max(Rules, 50)}/{place}/page-{i}?page=2"));
        }
    }

    [Benchmark(OperationsPerInvoke = Paths)]
    public int Rule()
    {
        var allowed = 0;
        foreach (var path in _paths)
        {
            allowed += _rules.Allows(path) ? 1 : 0;
        }

        return allowed;
    }
}
