using System.Globalization;
using System.Text;
using System.Text.Json;

using Crawler.TestKit.Cases;
using Crawler.TestKit.Web;

namespace Crawler.IntegrationTests.Egress;

/// <summary>
/// A row of the redirects of <c>ssrf/dynamic-cases.json</c>: a way by which a public page leads inside.
/// </summary>
internal sealed class SsrfRedirect
{
    public const string File = "ssrf/dynamic-cases.json";

    /// <summary>Rows that no crawl takes part in.</summary>
    public static readonly IReadOnlyDictionary<string, string> Exceptions =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["webhook URL to private"] = "webhooks are not sent yet",
            ["webhook redirect to private"] = "webhooks are not sent yet",
            ["Sentry DSN/S3 endpoint given by tenant"] =
                "endpoints are the operator's alone to set, and trusted (DESIGN section 5)",
        };

    private readonly JsonElement _row;

    private SsrfRedirect(int number, JsonElement row)
    {
        Number = number;
        _row = row;
    }

    public int Number { get; }

    public string Name => Text("name")!;

    public string? Location => Text("location");

    public string Target => string.Create(CultureInfo.InvariantCulture, $"/r/{Number}");

    /// <summary>A host of whose robots.txt this is the answer.</summary>
    public string RobotsHost => string.Create(CultureInfo.InvariantCulture, $"robots-{Number}.test");

    /// <summary>What the public page answers. What a row only names in words is written out here.</summary>
    public RawAnswer Answer => this switch
    {
        { Location: { } location } => RawAnswers.Redirect(location, _row.GetProperty("status").GetInt32()),
        _ when Text("html") is { } html => RawAnswers.Content("text/html", Encoding.UTF8.GetBytes(html)),
        _ when Text("header") is { } header => RawAnswers.PageWith($"{header}\r\n", "Header"),
        _ when Text("where") == "page asset" => RawAnswers.Content("text/html", Encoding.UTF8.GetBytes(
            "<title>Assets</title><img src=http://127.0.0.1/i.png srcset='http://10.0.0.1/i.png 2x'>"
            + "<link rel=stylesheet href=http://127.0.0.1/s.css><script src=http://[::1]/s.js></script>")),
        _ => RawAnswers.PageWith(
            "Alt-Svc: h2=\"127.0.0.1:80\", http/1.1=\"127.0.0.1:80\", h3=\":443\"\r\n", "Other ways"),
    };

    public static IReadOnlyList<SsrfRedirect> ReadAll()
    {
        using var cases = CaseFiles.Json("ssrf", "dynamic-cases.json");
        return
        [
            .. cases.RootElement.GetProperty("redirects").EnumerateArray()
                .Select((row, number) => new SsrfRedirect(number, row.Clone())),
        ];
    }

    private string? Text(string property) =>
        _row.TryGetProperty(property, out var value) ? value.GetString() : null;
}
