using System.Text.Json;
using Crawler.Archive;
using Crawler.Archive.Warc;
using Crawler.TestKit.Cases;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Crawler.UnitTests.Archive.Warc;

[Trait("Category", "Cases")]
public sealed class WarcHeaderRulesTests(ITestOutputHelper output)
{
    [CasesFact]
    public async Task ValidRecordsOfEveryType_BreakNoRule()
    {
        var tally = new CaseTally("warc/header-rules.json");

        foreach (var type in Strings("types"))
        {
            tally.Add(type, Difference(await BrokenAsync(Valid(type)), []), "types");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [CasesFact]
    public async Task MissingMandatoryField_IsFound()
    {
        var tally = new CaseTally("warc/header-rules.json");

        foreach (var name in Strings("mandatory"))
        {
            // Without a length it is not even a record.
            var expected = name == "Content-Length" ? WarcRule.Header : WarcRule.MandatoryField;
            var broken = await BrokenAsync(Valid("metadata").Where(field => field.Name != name));
            tally.Add(name, broken.Contains(expected) ? null : Text(broken), "mandatory");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [CasesFact]
    public async Task MissingRequiredField_IsFound()
    {
        var tally = new CaseTally("warc/header-rules.json");

        foreach (var (name, type) in Pairs("requireOn"))
        {
            var broken = await BrokenAsync(Valid(type).Where(field => field.Name != name));
            tally.Add($"{name} in {type}", Difference(broken, [WarcRule.RequiredField]), "requireOn");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [CasesFact]
    public async Task ForbiddenField_IsFound()
    {
        var tally = new CaseTally("warc/header-rules.json");

        foreach (var (name, type) in Pairs("forbidOn"))
        {
            var broken = await BrokenAsync(Valid(type).Append(new HttpField(name, WarcTexts.Value(name))));
            tally.Add($"{name} in {type}", Difference(broken, [WarcRule.ForbiddenField]), "forbidOn");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [CasesFact]
    public async Task FieldThatIsNotForbidden_BreaksNoRule()
    {
        var forbidden = Pairs("forbidOn").ToHashSet();
        var allowed =
            from name in forbidden.Select(pair => pair.Name).Distinct(StringComparer.Ordinal)
            from type in Strings("types")
            where !forbidden.Contains((name, type)) && Valid(type).All(field => field.Name != name)
            select (name, type);
        var tally = new CaseTally("warc/header-rules.json");

        foreach (var (name, type) in allowed)
        {
            var broken = await BrokenAsync(Valid(type).Append(new HttpField(name, WarcTexts.Value(name))));
            tally.Add($"{name} in {type}", Difference(broken, []), "allowed");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [CasesFact]
    public async Task RepeatedField_IsFoundUnlessItIsRepeatable()
    {
        var tally = new CaseTally("warc/header-rules.json");
        var repeatable = Strings("repeatable");

        foreach (var name in Strings("mandatory").Concat(repeatable))
        {
            var value = Valid("response").FirstOrDefault(one => one.Name == name).Value;
            var field = new HttpField(name, value ?? WarcTexts.Value(name));
            var fields = Valid("response").Where(one => one.Name != name).Append(field).Append(field);
            var broken = await BrokenAsync(fields);

            var isSame = broken.Contains(WarcRule.RepeatedField) != repeatable.Contains(name);
            tally.Add(name, isSame ? null : Text(broken), "repeatable");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [CasesFact]
    public async Task ValueOutsideItsPattern_IsFound()
    {
        var tally = new CaseTally("warc/header-rules.json");
        var names = Rules().GetProperty("pattern").EnumerateObject().Select(pattern => pattern.Name);

        foreach (var name in names.Where(name => name != "Content-Length"))
        {
            var fields = Valid("resource").Where(field => field.Name != name).Append(new HttpField(name, "=?="));

            var broken = await BrokenAsync(fields);
            tally.Add(name, broken.Contains(WarcRule.FieldForm) ? null : Text(broken), "pattern");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    private static IEnumerable<HttpField> Valid(string type)
    {
        var required = Pairs("requireOn").Where(pair => pair.Type == type).Select(pair => pair.Name);
        string[] names = [.. Strings("mandatory"), .. required];

        return names.Select(name => new HttpField(name, name == "WARC-Type" ? type : WarcTexts.Value(name)));
    }

    private static async Task<IReadOnlyList<WarcRule>> BrokenAsync(IEnumerable<HttpField> fields) =>
        [.. await WarcTexts.BrokenRulesAsync(WarcTexts.Record(fields))];

    private static string? Difference(IReadOnlyList<WarcRule> broken, IReadOnlyList<WarcRule> expected) =>
        broken.SequenceEqual(expected) ? null : Text(broken);

    private static string Text(IReadOnlyList<WarcRule> broken) => $"breaks {string.Join(", ", broken)}.";

    private static JsonElement Rules()
    {
        using var document = CaseFiles.Json("warc", "header-rules.json");

        return document.RootElement.Clone();
    }

    private static List<string> Strings(string rule) =>
        [.. Rules().GetProperty(rule).EnumerateArray().Select(value => value.GetString()!)];

    private static List<(string Name, string Type)> Pairs(string rule) =>
        [.. Rules().GetProperty(rule).EnumerateObject().SelectMany(
            field => field.Value.EnumerateArray(), (field, type) => (field.Name, type.GetString()!))];
}
