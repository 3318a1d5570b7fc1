using System.IO.Compression;
using System.Text.Json;

namespace Crawler.ServiceDefaults.Sentry;

/// <summary>
/// One event in an envelope (Sentry SDK documentation, Envelopes): a line of headers, a line of the item's headers, and
/// the event.
/// </summary>
internal static class SentryEnvelope
{
    public const string ContentType = "application/x-sentry-envelope";

    /// <summary>The envelope, compressed with gzip.</summary>
    public static byte[] Pack(Guid eventId, byte[] payload, DateTimeOffset sentAt)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            Write(gzip, eventId, payload, sentAt);
        }

        return packed.ToArray();
    }

    public static void Write(Stream output, Guid eventId, byte[] payload, DateTimeOffset sentAt)
    {
        WriteLine(output, json =>
        {
            json.WriteString("event_id", eventId.ToString("N"));
            json.WriteString("sent_at", SentryEvent.Time(sentAt));
        });
        WriteLine(output, json =>
        {
            json.WriteString("type", "event");
            json.WriteNumber("length", payload.Length);
            json.WriteString("content_type", "application/json");
        });
        output.Write(payload);
        output.WriteByte((byte)'\n');
    }

    private static void WriteLine(Stream output, Action<Utf8JsonWriter> headers)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            headers(json);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }
}
