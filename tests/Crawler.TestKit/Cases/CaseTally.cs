using System.Globalization;
using Xunit.Abstractions;

namespace Crawler.TestKit.Cases;

/// <summary>
/// How many rows of a case file a test ran and how many passed, by level. <c>./test</c> gathers the lines that
/// <see cref="Report"/> writes, so their form is
/// <c>cases &lt;file&gt; &lt;level&gt; &lt;passed&gt;/&lt;total&gt;[ excepted &lt;n&gt;]</c>.
/// </summary>
/// <param name="file">The file relative to the folder of cases, such as <c>url/urltestdata.json</c>.</param>
/// <param name="exceptions">Ids of rows that need not pass, each with its reason.</param>
public sealed class CaseTally(string file, IReadOnlyDictionary<string, string>? exceptions = null)
{
    private readonly SortedDictionary<string, (int Passed, int Excepted, int Total)> _levels =
        new(StringComparer.Ordinal);

    private readonly List<string> _failures = [];

    /// <summary>Counts one row: it passed where <paramref name="difference"/> is null.</summary>
    /// <param name="id">What a failure is named by.</param>
    /// <param name="difference">What differed from what the row expects.</param>
    /// <param name="level">The row's level, or for files without levels what of the row was checked.</param>
    public void Add(string id, string? difference, string level = "all")
    {
        var (passed, excepted, total) = _levels.GetValueOrDefault(level);
        var isExcepted = difference is not null && exceptions?.ContainsKey(id) == true;
        _levels[level] = (passed + (difference is null ? 1 : 0), excepted + (isExcepted ? 1 : 0), total + 1);
        if (difference is not null && !isExcepted)
        {
            _failures.Add($"{id} ({level}): {difference}");
        }
    }

    /// <summary>The share of a level's rows that passed; 1 where there is none.</summary>
    public double PassedShareOf(string level) =>
        _levels.GetValueOrDefault(level) is { Total: > 0 } counts ? (double)counts.Passed / counts.Total : 1;

    /// <summary>
    /// Writes a line for each level, then gives the failures, each of which begins with its row's id. A file without
    /// a row is a failure.
    /// </summary>
    public IReadOnlyList<string> Report(ITestOutputHelper output)
    {
        foreach (var (level, counts) in _levels)
        {
            var excepted = counts.Excepted == 0
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $" excepted {counts.Excepted}");
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"cases {file} {level} {counts.Passed}/{counts.Total}{excepted}"));
        }

        return _levels.Count == 0 ? [$"{file} has no row."] : _failures;
    }
}
