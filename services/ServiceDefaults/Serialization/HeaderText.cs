using System.Globalization;
using System.Text.Json;

using MassTransit;

namespace Crawler.ServiceDefaults.Serialization;

/// <summary>A message's headers as text, for a row in which the message waits.</summary>
public static class HeaderText
{
    /// <summary>A JSON object of the headers' texts; null where there are none.</summary>
    public static string? Write(Headers headers)
    {
        var texts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers.GetAll())
        {
            if (Convert.ToString(value, CultureInfo.InvariantCulture) is { } text)
            {
                texts[name] = text;
            }
        }

        return texts.Count == 0 ? null : JsonSerializer.Serialize(texts, CrawlerJson.Options);
    }

    /// <summary>Sets what was written. Numbers are told from texts by whoever reads a header.</summary>
    public static void Apply(string? written, SendHeaders headers)
    {
        if (written is null)
        {
            return;
        }

        var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(written, CrawlerJson.Options) ?? [];
        foreach (var (name, text) in texts)
        {
            headers.Set(name, text);
        }
    }
}
