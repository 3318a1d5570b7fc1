using System.Text;
using Crawler.TestKit.Cases;

namespace Crawler.UnitTests.WebStandards.Html;

/// <summary>The inputs of html5lib's tree construction cases, each read as a whole document.</summary>
internal static class TreeConstructionCases
{
    public static IEnumerable<(string Id, string Html)> All()
    {
        var folder = CaseFiles.Path("html", "html5lib-tree-construction");
        foreach (var file in Directory.EnumerateFiles(folder, "*.dat").Order(StringComparer.Ordinal))
        {
            var number = 0;
            var text = File.ReadAllText(file, Encoding.UTF8);
            var at = 0;
            while ((at = text.IndexOf("#data\n", at, StringComparison.Ordinal)) >= 0)
            {
                at += "#data\n".Length;
                var end = text.IndexOf("\n#errors", at - 1, StringComparison.Ordinal);
                yield return ($"{Path.GetFileName(file)}#{++number}", end < at ? "" : text[at..end]);
                at = end + 1;
            }
        }
    }
}
