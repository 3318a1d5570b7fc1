using Crawler.TestKit.Bench;
using Crawler.TestKit.Cases;
using Crawler.WebStandards.Charsets;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Crawler.UnitTests.WebStandards.Html;

[Trait("Category", "Cases")]
public sealed class HtmlDifferentialTests(ITestOutputHelper output)
{
    private const int ProbesPerCase = 12;
    private const int Mutations = 20_000;
    private const int RealPages = 30;
    private const int MutationsPerRealPage = 5;

    // Markup whose links a tree builder drops or adds by rules that need its stack.
    private static readonly (string Markup, string Reason)[] TreeEffects =
    [
        ("<select", "AngleSharp drops most elements inside select; the HTML Standard no longer does"),
        ("<frame", "a frameset page drops everything that is no frame; a crawler follows what its author wrote"),
        ("isindex", "AngleSharp expands the abolished isindex element into a form"),
        ("<mglyph", "the child of mglyph is MathML, where an HTML element was expected"),
        ("<malignmark", "the child of malignmark is MathML, where an HTML element was expected"),
    ];

    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["template.dat#98"] = "AngleSharp takes an open link of a template over into what follows it",
        ["tests10.dat#31"] = "an end tag of an element outside of the integration point ends foreign content",
    };

    [CasesFact]
    public void TreeConstructionInput_HasTheLinksOfTheTree()
    {
        var tallies = new SortedDictionary<string, CaseTally>(StringComparer.Ordinal);
        foreach (var (id, html) in TreeConstructionCases.All())
        {
            var file = id[..id.IndexOf('#', StringComparison.Ordinal)];
            if (!tallies.TryGetValue(file, out var tally))
            {
                tallies[file] = tally = new CaseTally($"html/html5lib-tree-construction/{file}");
            }

            tally.Run(
                id,
                () => DomOracle.Ours(html).SequenceEqual(DomOracle.Links(html)) ? null : html,
                exception: TreeEffectIn(html));
        }

        tallies.Values.SelectMany(tally => tally.Report(output)).ToList().ShouldBeEmpty();
    }

    [CasesFact]
    public void ProbeAnywhereInTreeConstructionInput_IsALinkWhereTheTreeHasIt()
    {
        var differing = new List<string>();
        foreach (var (id, html) in TreeConstructionCases.All().Where(row => !Exceptions.ContainsKey(row.Id)))
        {
            var step = Math.Max(1, html.Length / ProbesPerCase);
            for (var at = 0; at <= html.Length; at += step)
            {
                Compare(html.Insert(at, "<a href=probe>"), $"{id}@{at}", differing);
            }
        }

        differing.ShouldBeEmpty();
    }

    [CasesFact]
    public void MutatedInput_HasTheLinksOfTheTree()
    {
        var seed = Seed;
        var random = new Random(seed);
        // Templates are left out: AngleSharp lets formatting elements out of broken ones.
        var inputs = TreeConstructionCases.All()
            .Where(row => IsComparable(row.Html) && !row.Html.Contains("template", StringComparison.OrdinalIgnoreCase))
            .ToList();
        var differing = new List<string>();

        for (var round = 0; round < Mutations; round++)
        {
            var (id, html) = inputs[random.Next(inputs.Count)];
            var mutation = HtmlMutation.Of(html, random);
            if (!HasOpenForeign(mutation, "svg") && !HasOpenForeign(mutation, "math"))
            {
                Compare(mutation, $"{id} seed {seed} round {round}", differing);
            }
        }

        differing.ShouldBeEmpty();
    }

    /// <summary>Pages as people publish them: as they are, and broken here and there.</summary>
    [BenchFact]
    public void RealPages_WholeAndMutated_HaveTheLinksOfTheTree()
    {
        var seed = Seed;
        var random = new Random(seed);
        var differing = new List<string>();
        var compared = 0;

        foreach (var path in BenchFiles.Pages(RealPages))
        {
            var bytes = File.ReadAllBytes(path);
            var html = Utf8Transcoder.Decode(CharsetSniffer.Decide(bytes, null).Charset, bytes);
            for (var round = 0; round <= MutationsPerRealPage; round++)
            {
                var page = round == 0 ? html : HtmlMutation.Of(html, random);
                if (IsComparable(page) && !HasOpenForeign(page, "svg") && !HasOpenForeign(page, "math"))
                {
                    compared++;
                    var missing = DomOracle.Links(page).Except(DomOracle.Ours(page)).Take(3);
                    var more = DomOracle.Ours(page).Except(DomOracle.Links(page)).Take(3);
                    differing.AddRange(missing.Select(link => $"{path} seed {seed} round {round} misses {link}"));
                    differing.AddRange(more.Select(link => $"{path} seed {seed} round {round} also has {link}"));
                }
            }
        }

        output.WriteLine($"{compared} real pages compared, whole and mutated");
        compared.ShouldBeGreaterThan(0);
        differing.ShouldBeEmpty();
    }

    private static int Seed => Environment.GetEnvironmentVariable("CRAWLER_SEED") is { Length: > 0 } given
        ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture)
        : 20_170_501;

    /// <summary>
    /// Which end tag of an ancestor closes foreign content that nothing else closes takes a stack to know.
    /// </summary>
    private static bool HasOpenForeign(string html, string name) =>
        Count(html, $"<{name}") > Count(html, $"</{name}>");

    private static int Count(string html, string part) => html.Split(part, StringSplitOptions.None).Length - 1;

    private static void Compare(string html, string name, List<string> differing)
    {
        if (IsComparable(html) && !DomOracle.Ours(html).SequenceEqual(DomOracle.Links(html)))
        {
            differing.Add($"{name}: {html.ReplaceLineEndings("\\n")}");
        }
    }

    private static bool IsComparable(string html) => TreeEffectIn(html) is null;

    private static string? TreeEffectIn(string html) => TreeEffects
        .FirstOrDefault(effect => html.Contains(effect.Markup, StringComparison.OrdinalIgnoreCase)).Reason;
}
