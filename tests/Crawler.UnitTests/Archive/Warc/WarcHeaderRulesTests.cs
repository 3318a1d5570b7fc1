using System.Text.Json;
using Crawler.Archive;
using Crawler.Archive.Warc;
using Crawler.TestKit.Cases;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.Archive.Warc;

[Trait("Category", "Cases")]
public sealed class WarcHeaderRulesTests
{
    [CasesFact]
    public async Task ValidRecordsOfEveryType_BreakNoRule()
    {
        foreach (var type in Strings("types"))
        {
            (await WarcTexts.BrokenRulesAsync(WarcTexts.Record(Valid(type)))).ShouldBeEmpty(type);
        }
    }

    [CasesFact]
    public async Task MissingMandatoryField_IsFound()
    {
        foreach (var name in Strings("mandatory").Where(name => name != "Content-Length"))
        {
            var fields = Valid("metadata").Where(field => field.Name != name);

            (await WarcTexts.BrokenRulesAsync(WarcTexts.Record(fields))).ShouldContain(WarcRule.MandatoryField, name);
        }

        var unmeasured = Valid("metadata").Where(field => field.Name != "Content-Length");
        (await WarcTexts.BrokenRulesAsync(WarcTexts.Record(unmeasured))).ShouldBe([WarcRule.Header]);
    }

    [CasesFact]
    public async Task MissingRequiredField_IsFound()
    {
        foreach (var (name, type) in Pairs("requireOn"))
        {
            var fields = Valid(type).Where(field => field.Name != name);

            var broken = await WarcTexts.BrokenRulesAsync(WarcTexts.Record(fields));
            broken.ShouldBe([WarcRule.RequiredField], $"{name} in {type}");
        }
    }

    [CasesFact]
    public async Task ForbiddenField_IsFound()
    {
        foreach (var (name, type) in Pairs("forbidOn"))
        {
            var fields = Valid(type).Append(new HttpField(name, WarcTexts.Value(name)));

            var broken = await WarcTexts.BrokenRulesAsync(WarcTexts.Record(fields));
            broken.ShouldBe([WarcRule.ForbiddenField], $"{name} in {type}");
        }
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

        foreach (var (name, type) in allowed)
        {
            var fields = Valid(type).Append(new HttpField(name, WarcTexts.Value(name)));

            (await WarcTexts.BrokenRulesAsync(WarcTexts.Record(fields))).ShouldBeEmpty($"{name} in {type}");
        }
    }

    [CasesFact]
    public async Task RepeatedField_IsFoundUnlessItIsRepeatable()
    {
        var repeatable = Strings("repeatable");

        foreach (var name in Strings("mandatory").Concat(repeatable))
        {
            var value = Valid("response").FirstOrDefault(one => one.Name == name).Value;
            var field = new HttpField(name, value ?? WarcTexts.Value(name));
            var fields = Valid("response").Where(one => one.Name != name).Append(field).Append(field);
            var broken = await WarcTexts.BrokenRulesAsync(WarcTexts.Record(fields));

            broken.Contains(WarcRule.RepeatedField).ShouldBe(!repeatable.Contains(name), name);
        }
    }

    [CasesFact]
    public async Task ValueOutsideItsPattern_IsFound()
    {
        var names = Rules().GetProperty("pattern").EnumerateObject().Select(pattern => pattern.Name);

        foreach (var name in names.Where(name => name != "Content-Length"))
        {
            var fields = Valid("resource").Where(field => field.Name != name).Append(new HttpField(name, "=?="));

            (await WarcTexts.BrokenRulesAsync(WarcTexts.Record(fields))).ShouldContain(WarcRule.FieldForm, name);
        }
    }

    private static IEnumerable<HttpField> Valid(string type)
    {
        var required = Pairs("requireOn").Where(pair => pair.Type == type).Select(pair => pair.Name);
        string[] names = [.. Strings("mandatory"), .. required];

        return names.Select(name => new HttpField(name, name == "WARC-Type" ? type : WarcTexts.Value(name)));
    }

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
