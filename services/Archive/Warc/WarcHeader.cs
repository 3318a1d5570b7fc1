using System.Globalization;
using System.Text;

namespace Crawler.Archive.Warc;

/// <summary>Writes the header of a record.</summary>
internal sealed class WarcHeader
{
    private readonly StringBuilder _text = new("WARC/1.1\r\n");

    public WarcHeader(string type, string id, DateTimeOffset date) =>
        Add("WARC-Type", type)
            .Add("WARC-Record-ID", id)
            .Add("WARC-Date", Date(date));

    /// <summary>A moment to the millisecond.</summary>
    public static string Date(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <param name="name">The field.</param>
    /// <param name="value">One line. Null where the record does without the field.</param>
    public WarcHeader Add(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return this;
    }

    public byte[] ToBytes(long contentLength)
    {
        Add("Content-Length", contentLength.ToString(CultureInfo.InvariantCulture));

        return Encoding.UTF8.GetBytes(_text.Append("\r\n").ToString());
    }
}
