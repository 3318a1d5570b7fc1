using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Crawler.WebStandards.Url;

namespace Crawler.Archive.Cdxj;

/// <summary>Writes a capture as a line: key, time to the second, and a JSON object whose values are texts.</summary>
internal static class CdxjLine
{
    private const string TimeForm = "yyyyMMddHHmmss";

    /// <summary>The line without its end; null where the URL is none.</summary>
    public static string? Write(CdxjCapture capture)
    {
        if (!WebUrl.TryParse(capture.Url, out var url) || !url.IsHttp)
        {
            return null;
        }

        var time = capture.FetchedAt.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture);
        var mime = capture.IsRevisit ? "warc/revisit" : capture.MediaType ?? "unk";
        var digest = capture.PayloadDigest is { } text ? $", \"digest\": {Quote(text)}" : "";
        var name = capture.Location.File[(capture.Location.File.LastIndexOf('/') + 1)..];

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{SurtKey.Of(url)} {time} {{\"url\": {Quote(capture.Url)}, \"mime\": {Quote(mime)}"
            + $", \"status\": \"{capture.Status}\"{digest}, \"length\": \"{capture.Location.Length}\""
            + $", \"offset\": \"{capture.Location.Offset}\", \"filename\": {Quote(name)}}}");
    }

    private static string Quote(string text) =>
        $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
