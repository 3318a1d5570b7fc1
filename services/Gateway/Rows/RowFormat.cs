namespace Crawler.Gateway.Rows;

/// <summary>How rows are answered.</summary>
internal enum RowFormat
{
    /// <summary>A part of them in one JSON object, which says where the next begins.</summary>
    Json,

    /// <summary>All of them, a JSON object a line.</summary>
    NdJson,

    /// <summary>All of them as comma-separated values with a header line (RFC 4180).</summary>
    Csv,
}
