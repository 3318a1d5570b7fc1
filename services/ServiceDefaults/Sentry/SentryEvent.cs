using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

using Microsoft.Extensions.Logging;

namespace Crawler.ServiceDefaults.Sentry;

/// <summary>
/// Writes reports as events (Sentry SDK documentation, Event Payloads), without secrets, and each of its parts bounded
/// so that an event stays far below the megabyte that a server takes.
/// </summary>
internal sealed class SentryEvent(string service, string environment, string release)
{
    /// <summary>The client's name and version, as the protocol wants them.</summary>
    public const string ClientName = "crawler.dotnet";

    public const string ClientVersion = "1.0.0";

    private const int MaxMessage = 8_192;
    private const int MaxTag = 199;
    private const int MaxValue = 512;
    private const int MaxExceptionText = 4_096;
    private const int MaxValues = 40;
    private const int MaxExceptions = 10;

    public byte[] Write(SentryReport report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("event_id", report.EventId.ToString("N"));
            json.WriteString("timestamp", Time(report.At));
            json.WriteString("platform", "csharp");
            json.WriteString("level", LevelOf(report.Level));
            json.WriteString("logger", report.Logger);
            json.WriteString("server_name", Environment.MachineName);
            json.WriteString("environment", environment);
            json.WriteString("release", release);
            if (report.Transaction is { } transaction)
            {
                json.WriteString("transaction", Scrub(transaction, MaxTag));
            }

            WriteTags(json, report);
            WriteMessage(json, report);
            WriteExceptions(json, report);
            WriteContexts(json, report);
            WriteValues(json, report);
            json.WriteStartObject("sdk");
            json.WriteString("name", ClientName);
            json.WriteString("version", ClientVersion);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>A moment as the protocol writes it.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Scrub(string text, int maxLength) => SecretScrubbing.Scrub(text, maxLength);

    private static string LevelOf(LogLevel level) => level switch
    {
        LogLevel.Critical => "fatal",
        LogLevel.Warning => "warning",
        LogLevel.Information => "info",
        LogLevel.Trace or LogLevel.Debug => "debug",
        _ => "error",
    };

    private static void WriteMessage(Utf8JsonWriter json, SentryReport report)
    {
        if (report.Message is not { } message)
        {
            return;
        }

        json.WriteStartObject("logentry");
        json.WriteString("message", Scrub(report.Template ?? message, MaxMessage));
        json.WriteString("formatted", Scrub(message, MaxMessage));
        json.WriteEndObject();
    }

    private static void WriteExceptions(Utf8JsonWriter json, SentryReport report)
    {
        if (report.Exception is not { } outermost)
        {
            return;
        }

        var chain = new List<Exception>();
        Collect(outermost, chain);
        json.WriteStartObject("exception");
        json.WriteStartArray("values");
        foreach (var exception in chain)
        {
            json.WriteStartObject();
            json.WriteString("type", exception.GetType().FullName);
            json.WriteString("value", Scrub(exception.Message, MaxExceptionText));
            json.WriteString("module", exception.GetType().Assembly.GetName().Name);
            if (exception == outermost)
            {
                json.WriteStartObject("mechanism");
                json.WriteString("type", report.Mechanism);
                json.WriteBoolean("handled", report.IsHandled);
                json.WriteEndObject();
            }

            SentryStackTrace.Write(json, exception);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The innermost first, the outermost last.</summary>
    private static void Collect(Exception exception, List<Exception> chain)
    {
        var inner = exception is AggregateException many ? many.InnerExceptions
            : exception.InnerException is { } one ? (IEnumerable<Exception>)[one] : [];
        foreach (var cause in inner.Take(MaxExceptions - 1 - chain.Count))
        {
            if (chain.Count < MaxExceptions - 1)
            {
                Collect(cause, chain);
            }
        }

        chain.Add(exception);
    }

    private static void WriteContexts(Utf8JsonWriter json, SentryReport report)
    {
        json.WriteStartObject("contexts");
        if (report is { TraceId: { } trace, SpanId: { } span })
        {
            json.WriteStartObject("trace");
            json.WriteString("type", "trace");
            json.WriteString("trace_id", trace);
            json.WriteString("span_id", span);
            json.WriteEndObject();
        }

        json.WriteStartObject("runtime");
        json.WriteString("type", "runtime");
        json.WriteString("name", ".NET");
        json.WriteString("version", Environment.Version.ToString());
        json.WriteString("raw_description", RuntimeInformation.FrameworkDescription);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter json, SentryReport report)
    {
        json.WriteStartObject("extra");
        foreach (var (name, value) in report.Values.DistinctBy(value => value.Key).Take(MaxValues))
        {
            var text = Convert.ToString(value, CultureInfo.InvariantCulture);
            json.WriteString(
                Scrub(name, MaxTag),
                text is null || !SecretScrubbing.IsSecret(name) ? Scrub(text ?? "", MaxValue) : SecretScrubbing.Filtered);
        }

        json.WriteEndObject();
    }

    private void WriteTags(Utf8JsonWriter json, SentryReport report)
    {
        json.WriteStartObject("tags");
        json.WriteString("service", service);
        foreach (var (name, value) in ((string, string?)[])[("crawl", report.Crawl), ("host", report.Host)])
        {
            // A line end would make the whole tag invalid.
            if (value?.ReplaceLineEndings(" ") is { Length: > 0 } text)
            {
                json.WriteString(name, Scrub(text, MaxTag));
            }
        }

        json.WriteEndObject();
    }
}
