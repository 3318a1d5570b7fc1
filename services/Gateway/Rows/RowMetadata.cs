namespace Crawler.Gateway.Rows;

/// <summary>Says of a route what one line of its streams is.</summary>
internal sealed record RowMetadata(Type Row);
