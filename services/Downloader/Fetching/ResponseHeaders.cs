using System.Net.Http.Headers;

using Crawler.Archive;

namespace Crawler.Downloader.Fetching;

/// <summary>The header fields of a response, unparsed: those of the message first, then those of its content.</summary>
internal sealed class ResponseHeaders
{
    private readonly List<HttpField> _fields = [];

    public ResponseHeaders(HttpResponseMessage response)
    {
        Add(response.Headers.NonValidated);
        Add(response.Content.Headers.NonValidated);
    }

    public IReadOnlyList<HttpField> Fields => _fields;

    /// <summary>
    /// Whether the length is stated in two ways. The chunks are obeyed, and whoever obeyed the number would see
    /// another answer behind it (RFC 9112 section 6.3): the connection must not serve a further request.
    /// </summary>
    public bool HasTwoLengths => First("Transfer-Encoding") is not null && First("Content-Length") is not null;

    /// <summary>The first field of that name; null for none.</summary>
    public string? First(string name)
    {
        foreach (var field in _fields)
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return field.Value;
            }
        }

        return null;
    }

    /// <summary>All fields of that name, in order.</summary>
    public IEnumerable<string> All(string name) =>
        _fields
            .Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(field => field.Value);

    private void Add(HttpHeadersNonValidated headers)
    {
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                _fields.Add(new(name, value));
            }
        }
    }
}
