using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Crawler.Archive.Warc;

/// <summary>Which fields a record may, must and must not have, and in what form (WARC 1.1, sections 5 and 6).</summary>
internal static partial class WarcHeaderRules
{
    private static readonly string[] Mandatory = ["WARC-Record-ID", "Content-Length", "WARC-Date", "WARC-Type"];

    private static readonly FrozenSet<string> Types = FrozenSet.Create(
        StringComparer.Ordinal,
        "warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation");

    private static readonly (string Name, string[] Types)[] Required =
    [
        ("WARC-Target-URI", ["response", "resource", "request", "revisit", "conversion", "continuation"]),
        ("WARC-Profile", ["revisit"]),
        ("WARC-Segment-Origin-ID", ["continuation"]),
        ("WARC-Segment-Number", ["continuation"]),
    ];

    /// <summary>Fields that only some types may have.</summary>
    private static readonly (string Name, string[] Types)[] Allowed =
    [
        ("WARC-Concurrent-To", ["response", "resource", "request", "metadata", "revisit"]),
        ("WARC-IP-Address", ["response", "resource", "request", "metadata", "revisit"]),
        ("WARC-Refers-To", ["metadata", "revisit", "conversion"]),
        ("WARC-Refers-To-Target-URI", ["revisit"]),
        ("WARC-Refers-To-Date", ["revisit"]),
        ("WARC-Target-URI",
            ["response", "resource", "request", "metadata", "revisit", "conversion", "continuation"]),
        ("WARC-Warcinfo-ID",
            ["response", "resource", "request", "metadata", "revisit", "conversion", "continuation"]),
        ("WARC-Filename", ["warcinfo"]),
        ("WARC-Segment-Origin-ID", ["continuation"]),
        ("WARC-Segment-Total-Length", ["continuation"]),
    ];

    private static readonly (string Name, Func<Regex> Form)[] Forms =
    [
        ("WARC-Record-ID", IdForm),
        ("Content-Length", LengthForm),
        ("WARC-Date", DateForm),
        ("WARC-Block-Digest", DigestForm),
        ("WARC-Payload-Digest", DigestForm),
        ("WARC-Target-URI", UriForm),
        ("WARC-Truncated", TruncatedForm),
    ];

    public static IEnumerable<(WarcRule Rule, string Detail)> Check(WarcRecord record)
    {
        var fields = record.Fields;
        var type = record.Type;

        foreach (var name in Mandatory.Where(name => record[name] is null))
        {
            yield return (WarcRule.MandatoryField, $"{name} is missing");
        }

        if (type is not null && !Types.Contains(type))
        {
            yield return (WarcRule.KnownType, $"there is no record type {type}");
        }

        foreach (var (name, _) in Required.Where(rule => rule.Types.Contains(type) && record[rule.Name] is null))
        {
            yield return (WarcRule.RequiredField, $"{name} is missing in a {type} record");
        }

        foreach (var (name, _) in Allowed.Where(rule => !rule.Types.Contains(type) && record[rule.Name] is not null))
        {
            yield return (WarcRule.ForbiddenField, $"{name} must not be in a {type} record");
        }

        foreach (var name in Repeated(fields))
        {
            yield return (WarcRule.RepeatedField, $"{name} occurs twice");
        }

        foreach (var (name, form) in Forms)
        {
            if (record[name] is { } value && !form().IsMatch(value))
            {
                yield return (WarcRule.FieldForm, $"{name} has a wrong form: {value}");
            }
        }
    }

    private static IEnumerable<string> Repeated(IEnumerable<HttpField> fields) =>
        fields.GroupBy(field => field.Name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key)
            .Where(name => !name.Equals("WARC-Concurrent-To", StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"^<[a-z][a-z0-9+.-]*:[^<>\s]+>$", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex IdForm();

    [GeneratedRegex("^[0-9]+$", RegexOptions.None, 1000)]
    private static partial Regex LengthForm();

    /// <summary>Any precision from a year to fractions of a second; with a time, in UTC.</summary>
    [GeneratedRegex(
        @"^[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?Z)?)?)?$",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex DateForm();

    [GeneratedRegex(@"^[^:]+:[-!#$%&'*+.^_`|~0-9A-Za-z/@]+$", RegexOptions.None, 1000)]
    private static partial Regex DigestForm();

    /// <summary>A URI, which has no blanks; old writers put it in angle brackets.</summary>
    [GeneratedRegex(@"^[^\s]+$", RegexOptions.None, 1000)]
    private static partial Regex UriForm();

    [GeneratedRegex("^(length|time|disconnect|unspecified)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TruncatedForm();
}
