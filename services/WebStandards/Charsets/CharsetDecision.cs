namespace Crawler.WebStandards.Charsets;

/// <summary>A body's encoding and the reason for it.</summary>
public readonly record struct CharsetDecision(WebCharset Charset, CharsetSource Source);
