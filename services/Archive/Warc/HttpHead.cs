using System.Globalization;
using System.Text;

namespace Crawler.Archive.Warc;

/// <summary>The start line and fields of an HTTP/1.1 message (RFC 9112, sections 2 to 5).</summary>
internal sealed class HttpHead
{
    /// <summary>A longer head is not read as one.</summary>
    public const int MaxBytes = 1024 * 1024;

    private HttpHead(string startLine, List<HttpField> fields)
    {
        StartLine = startLine;
        Fields = fields;
    }

    public string StartLine { get; }

    public IReadOnlyList<HttpField> Fields { get; }

    /// <summary>The status of a response; zero where the start line holds none.</summary>
    public int Status =>
        StartLine.Split(' ') is [_, var status, ..]
        && int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? code
            : 0;

    public bool IsChunked => Fields.Any(one =>
        one.Name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)
        && one.Value.EndsWith("chunked", StringComparison.OrdinalIgnoreCase));

    /// <returns>Bytes up to and with the empty line that ends a head; zero where it is not there yet.</returns>
    public static int FindEnd(ReadOnlySpan<byte> message)
    {
        var end = message.IndexOf("\r\n\r\n"u8);

        return end < 0 ? 0 : end + 4;
    }

    /// <param name="head">Bytes up to and with the empty line. Octets that are not ASCII are taken for Latin-1.</param>
    public static HttpHead Parse(ReadOnlySpan<byte> head)
    {
        var lines = Encoding.Latin1.GetString(head).Split("\r\n");
        var fields = new List<HttpField>();

        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                fields.Add(new HttpField(line[..colon], line[(colon + 1)..].Trim()));
            }
        }

        return new HttpHead(lines[0], fields);
    }

    /// <summary>
    /// Writes a message's head. Characters that would end a line are replaced: a value cannot bring a field of its
    /// own.
    /// </summary>
    public static byte[] Write(string startLine, IEnumerable<HttpField> fields)
    {
        var text = new StringBuilder(OneLine(startLine)).Append("\r\n");

        foreach (var field in fields)
        {
            text.Append(OneLine(field.Name)).Append(": ").Append(OneLine(field.Value)).Append("\r\n");
        }

        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
    }

    /// <summary>Fields alone, in UTF-8: the form of <c>application/warc-fields</c>.</summary>
    public static byte[] WriteFields(IEnumerable<HttpField> fields)
    {
        var text = new StringBuilder();
        foreach (var field in fields)
        {
            text.Append(OneLine(field.Name)).Append(": ").Append(OneLine(field.Value)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string OneLine(string text) =>
        text.AsSpan().ContainsAny('\r', '\n', '\0')
            ? text.Replace('\r', ' ').Replace('\n', ' ').Replace('\0', ' ')
            : text;
}
