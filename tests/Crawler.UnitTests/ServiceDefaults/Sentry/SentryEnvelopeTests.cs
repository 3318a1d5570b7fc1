using System.Text;
using System.Text.Json;

using Crawler.ServiceDefaults.Sentry;
using Crawler.TestKit.Cases;
using Crawler.TestKit.Sentry;

using Shouldly;

using Xunit;
using Xunit.Abstractions;

namespace Crawler.UnitTests.ServiceDefaults.Sentry;

public sealed class SentryEnvelopeTests(ITestOutputHelper output)
{
    [CasesFact]
    [Trait("Category", "Cases")]
    public void Vectors_AreReadAsTheySay()
    {
        var tally = new CaseTally(SentryCases.File);
        foreach (var row in SentryCases.Read("envelopes").EnumerateArray())
        {
            tally.Run(row.Text("name")!, () => Difference(row), "envelopes");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [Fact]
    public void WrittenEnvelope_IsReadBack()
    {
        var id = Guid.NewGuid();
        using var envelope = new MemoryStream();

        SentryEnvelope.Write(envelope, id, "{\"a\":\"\\n\"}"u8.ToArray(), DateTimeOffset.UnixEpoch);

        SentryEnvelopeReader.TryRead(envelope.ToArray(), out var headers, out var items).ShouldBeTrue();
        headers.ToString().ShouldBe($$"""{"event_id":"{{id:N}}","sent_at":"1970-01-01T00:00:00.000Z"}""");
        var item = items.ShouldHaveSingleItem();
        item.Type.ShouldBe("event");
        Encoding.UTF8.GetString(item.Payload).ShouldBe("{\"a\":\"\\n\"}");
    }

    private static string? Difference(JsonElement row)
    {
        var body = Encoding.UTF8.GetBytes(row.Text("body")!);
        var isValid = SentryEnvelopeReader.TryRead(body, out _, out var items);
        if (isValid != row.GetProperty("valid").GetBoolean())
        {
            return isValid ? "was taken" : "was refused";
        }

        var wanted = row.GetProperty("items") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(item => (item.Text("type"), item.GetProperty("length").GetInt32())).ToList()
            : [];
        var got = items?.Select(item => ((string?)item.Type, item.Payload.Length)).ToList() ?? [];
        return got.SequenceEqual(wanted) ? null : string.Join(' ', got);
    }
}
