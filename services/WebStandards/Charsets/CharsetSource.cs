namespace Crawler.WebStandards.Charsets;

/// <summary>What a body's encoding was decided by.</summary>
public enum CharsetSource
{
    ByteOrderMark,
    ContentType,
    Declaration,
    ValidUtf8,
    Default,
}
