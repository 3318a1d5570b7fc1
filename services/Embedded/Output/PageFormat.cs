namespace Crawler.Embedded.Output;

/// <summary>How stored pages are listed in a file.</summary>
internal enum PageFormat
{
    /// <summary>One JSON object a line.</summary>
    Jsonl,

    /// <summary>Comma-separated values with a header line (RFC 4180).</summary>
    Csv,
}
