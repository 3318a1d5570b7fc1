using System.Text.Json;

using Crawler.TestKit.Cases;

namespace Crawler.UnitTests.ServiceDefaults.Sentry;

/// <summary>The vectors of Sentry's protocol.</summary>
internal static class SentryCases
{
    public const string File = "sentry/sentry-protocol-vectors.json";

    public static JsonElement Read(string part) =>
        CaseFiles.Json("sentry", "sentry-protocol-vectors.json").RootElement.GetProperty(part);

    public static JsonElement EventSchema() => CaseFiles.Json("sentry", "event.schema.json").RootElement;

    public static string? Text(this JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) ? value.GetString() : null;
}
