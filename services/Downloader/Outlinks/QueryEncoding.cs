using System.Text;

using Crawler.WebStandards.Charsets;

namespace Crawler.Downloader.Outlinks;

/// <summary>The encoding that a document's links take for their queries (URL Standard, "query state").</summary>
internal static class QueryEncoding
{
    /// <summary>Null for UTF-8, which also stands in for UTF-16 and for encodings that cannot be written.</summary>
    public static Encoding? Of(WebCharset charset) => charset.IsUtf8 || charset.IsUtf16 || charset.Name is "replacement"
        ? null
        : CodePagesEncodingProvider.Instance.GetEncoding(charset.Name);
}
