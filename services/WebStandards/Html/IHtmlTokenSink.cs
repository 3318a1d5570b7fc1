namespace Crawler.WebStandards.Html;

/// <summary>What reads the tokens. The seam between the state machine and the page's facts.</summary>
internal interface IHtmlTokenSink
{
    /// <summary>A known element started. The token and the source are valid during the call only.</summary>
    void StartTag(HtmlTagToken token, ReadOnlySpan<byte> source);

    /// <summary>A template ended. No other end tag is told.</summary>
    void TemplateEnd();

    /// <summary>The raw text of a title element, cut at the tokenizer's limit.</summary>
    void TitleText(ReadOnlySpan<byte> raw);
}
