using System.Text.Json;
using System.Text.RegularExpressions;

namespace Crawler.UnitTests.WebStandards.Robots;

/// <summary>The rules of ADR 0002 by which cases are decided otherwise than their sources do.</summary>
internal static partial class RobotsDecisions
{
    private const string NamesAreExact = "1: a name that only begins with ours is another crawler's";
    private const string LeadingToken = "2: of a name and of our identification the leading token counts";
    private const string NobodysRules = "4: rules before the first name belong to nobody";
    private const string Colon = "5: a record needs its colon, and a name that is known or a known misspelling";
    private const string ListOfNames = "6: unknown records do not end a list of names, group records do";
    private const string Escapes = "11: escapes of unreserved characters equal the characters";
    private const string Anchor = "12: a bare $ at the end of a rule is an anchor only";
    private const string IndexPages = "14: an allowed index page does not allow its folder";

    private static readonly Dictionary<string, string> ById = new(StringComparer.Ordinal)
    {
        ["robots-0037"] = LeadingToken,
        ["robots-0061"] = Escapes,
        ["robots-0299"] = ListOfNames,
        ["robots-0301"] = ListOfNames,
        ["robots-0310"] = IndexPages,
        ["robots-0361"] = Anchor,
        ["robots-0400"] = NamesAreExact,
        ["robots-0406"] = NamesAreExact,
        ["robots-0407"] = NamesAreExact,
        ["robots-0409"] = NamesAreExact,
        ["robots-0410"] = NamesAreExact,
        ["robots-0476"] = NobodysRules,
        ["robots-0588"] = NamesAreExact,
        ["robots-0756"] = LeadingToken,
        ["robots-0762"] = LeadingToken,
        ["robots-0830"] = LeadingToken,
        ["robots-0848"] = LeadingToken,
        ["robots-0880"] = LeadingToken,
        ["robots-0882"] = LeadingToken,
        ["robots-0902"] = LeadingToken,
        ["robots-0912"] = ListOfNames,
        ["robots-0913"] = ListOfNames,
        ["robots-0914"] = ListOfNames,
        ["robots-0925"] = Colon,
        ["robots-0926"] = Colon,
        ["robots-0928"] = Colon,
        ["robots-0929"] = Colon,
        ["robots-0953"] = LeadingToken,
        ["robots-1120"] = LeadingToken,
    };

    /// <summary>
    /// The rule by which a case may be decided otherwise; null where none speaks to it. Cases without an entry of
    /// their own are judged by what is odd in them, so that another selection of the suites is understood too.
    /// </summary>
    public static string? RuleFor(JsonElement row)
    {
        if (ById.TryGetValue(row.GetProperty("id").GetString()!, out var rule))
        {
            return rule;
        }

        if (!row.TryGetProperty("level", out var level) || level.ValueEquals("should")
            || !row.TryGetProperty("robots", out var robots))
        {
            return null;
        }

        var lines = robots.GetString()!.Split('\n', '\r');
        var agent = row.GetProperty("userAgent").GetString()!;
        return !Token().IsMatch(agent) || lines.Any(IsOddName) ? LeadingToken
            : lines.Any(line => line.Contains("%62", StringComparison.OrdinalIgnoreCase)) ? Escapes
            : lines.Any(line => line.TrimEnd().EndsWith('$')) ? Anchor
            : lines.Any(IsWithoutColon) ? Colon
            : null;
    }

    [GeneratedRegex("^[A-Za-z_-]+$", RegexOptions.None, 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"^\s*user-?agent\s*:\s*(?!\*|[A-Za-z_-]+\s*(?:#|$))", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OddName();

    private static bool IsOddName(string line) => OddName().IsMatch(line);

    private static bool IsWithoutColon(string line) =>
        line.Trim() is { Length: > 0 } text && text[0] != '#' && !text.Contains(':', StringComparison.Ordinal);
}
