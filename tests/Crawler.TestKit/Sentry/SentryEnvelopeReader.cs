using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Crawler.TestKit.Sentry;

/// <summary>Reads envelopes as an ingest server does (Sentry SDK documentation, Envelopes).</summary>
public static class SentryEnvelopeReader
{
    /// <summary>
    /// The items of an envelope: type and payload. False where its form is broken: headers that are no JSON objects, or
    /// a payload whose stated length is not followed by a line end.
    /// </summary>
    public static bool TryRead(
        ReadOnlySpan<byte> envelope, out JsonElement headers,
        [NotNullWhen(true)] out IReadOnlyList<(string Type, byte[] Payload)>? items)
    {
        items = null;
        var left = envelope;
        if (!TryReadHeaders(ref left, out headers))
        {
            return false;
        }

        var found = new List<(string, byte[])>();
        while (!left.TrimStart("\n"u8).IsEmpty)
        {
            if (!TryReadHeaders(ref left, out var item) || !TryReadPayload(ref left, item, out var payload))
            {
                return false;
            }

            found.Add((item.GetProperty("type").GetString()!, payload));
        }

        items = found;
        return true;
    }

    private static bool TryReadHeaders(ref ReadOnlySpan<byte> left, out JsonElement headers)
    {
        headers = default;
        var end = left.IndexOf((byte)'\n');
        var line = end < 0 ? left : left[..end];
        left = end < 0 ? default : left[(end + 1)..];
        try
        {
            var reader = new Utf8JsonReader(line);
            headers = JsonElement.ParseValue(ref reader);
            return headers.ValueKind == JsonValueKind.Object && reader.BytesConsumed == line.Length;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryReadPayload(ref ReadOnlySpan<byte> left, JsonElement item, out byte[] payload)
    {
        payload = [];
        var length = item.TryGetProperty("length", out var stated) ? stated.GetInt32() : left.IndexOf((byte)'\n');
        length = length < 0 ? left.Length : length;
        if (length > left.Length || (length < left.Length && left[length] != (byte)'\n'))
        {
            return false;
        }

        payload = left[..length].ToArray();
        left = length == left.Length ? default : left[(length + 1)..];
        return true;
    }
}
