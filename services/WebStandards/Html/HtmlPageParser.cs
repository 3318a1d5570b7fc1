using System.Text;
using Crawler.WebStandards.Charsets;

namespace Crawler.WebStandards.Html;

/// <summary>
/// Reads links and facts of a page in one pass over its UTF-8 bytes, without a tree.
/// </summary>
/// <remarks>
/// Write the decoded body in chunks of any size, then Complete, then read <see cref="Page"/>. A parser is meant to be
/// reused: Reset makes it ready for the next page and invalidates what was read of the last. Its buffers stay, so a
/// page costs no allocation but the strings that are asked for. Not thread-safe.
/// <para>
/// What stands in a template is inert and gives nothing, unless the template declares a shadow root. noscript holds
/// markup, because no scripts are run.
/// </para>
/// </remarks>
public sealed class HtmlPageParser : IHtmlTokenSink
{
    private const int MaxTemplateDepth = 64;
    private const int KeptScratchBytes = 64 * 1024;

    private readonly HtmlTokenizer _tokenizer;
    private HtmlPageOptions _options = HtmlPageOptions.Default;
    private byte[] _productToken = Encoding.UTF8.GetBytes(HtmlPageOptions.Default.ProductToken);
    private byte[] _scratch = new byte[1024];
    private int _scratched;
    private ulong _inertTemplates;
    private int _templateDepth;

    public HtmlPageParser()
    {
        _tokenizer = new HtmlTokenizer(this);
        Reset(HtmlPageOptions.Default);
    }

    /// <summary>What was read. Complete after <see cref="Complete"/>.</summary>
    public HtmlPage Page { get; } = new();

    /// <summary>Forgets the last page and makes ready for the next.</summary>
    public void Reset(HtmlPageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!ReferenceEquals(options, _options))
        {
            _options = options;
            _productToken = Encoding.UTF8.GetBytes(options.ProductToken);
        }

        if (_scratch.Length > KeptScratchBytes)
        {
            _scratch = new byte[1024];
        }

        _tokenizer.Reset();
        _inertTemplates = 0;
        _templateDepth = 0;
        Page.Reset(options.ProductToken);
    }

    /// <summary>Reads the next part of the page: UTF-8, cut anywhere.</summary>
    public void Write(ReadOnlySpan<byte> utf8) => _tokenizer.Write(utf8);

    /// <summary>Tells that the page has ended.</summary>
    public void Complete() => _tokenizer.Complete();

    void IHtmlTokenSink.TemplateEnd()
    {
        if (_templateDepth > 0 && --_templateDepth < MaxTemplateDepth)
        {
            _inertTemplates &= ~(1ul << _templateDepth);
        }
    }

    void IHtmlTokenSink.TitleText(ReadOnlySpan<byte> raw)
    {
        if (Page.HasTitle || _inertTemplates != 0)
        {
            return;
        }

        _scratched = 0;
        var room = Reserve(CharacterReferences.MaxLength(raw.Length));
        var length = CharacterReferences.Resolve(raw, room, inAttribute: false);
        length = HtmlText.Collapse(room[..length]);
        Page.SetTitle(HtmlText.TrimEnd(HtmlText.Cut(room[..length], HtmlPage.MaxTextCharacters)));
    }

    void IHtmlTokenSink.StartTag(HtmlTagToken token, ReadOnlySpan<byte> source)
    {
        _scratched = 0;
        if (token.Namespace != HtmlNamespace.Html)
        {
            ForeignTag(token, source);
        }
        else if (token.Tag == HtmlTag.Template)
        {
            OpenTemplate(token);
        }
        else if (_inertTemplates == 0)
        {
            HtmlElement(token, source);
        }
    }

    private void OpenTemplate(HtmlTagToken token)
    {
        if (_templateDepth < MaxTemplateDepth && !token.Has(HtmlAttribute.ShadowRootMode))
        {
            _inertTemplates |= 1ul << _templateDepth;
        }

        _templateDepth++;
    }

    private void ForeignTag(HtmlTagToken token, ReadOnlySpan<byte> source)
    {
        if (token.Namespace != HtmlNamespace.Svg || _inertTemplates != 0)
        {
            return;
        }

        var isLegacy = !token.Has(HtmlAttribute.Href);
        var href = isLegacy ? HtmlAttribute.XLinkHref : HtmlAttribute.Href;
        switch (token.Tag)
        {
            case HtmlTag.A:
                AddLink(token, source, href, isLegacy ? HtmlLinkKind.XLink : HtmlLinkKind.Anchor);
                break;
            case HtmlTag.Image:
                AddLink(token, source, href, HtmlLinkKind.Image);
                break;
            case HtmlTag.Script:
                AddLink(token, source, href, HtmlLinkKind.Script);
                break;
        }
    }

    private void HtmlElement(HtmlTagToken token, ReadOnlySpan<byte> source)
    {
        switch (token.Tag)
        {
            case HtmlTag.A:
                AddLink(token, source, HtmlAttribute.Href, HtmlLinkKind.Anchor);
                break;
            case HtmlTag.Area:
                AddLink(token, source, HtmlAttribute.Href, HtmlLinkKind.Area);
                break;
            case HtmlTag.Base:
                if (TryValue(token, source, HtmlAttribute.Href, out var baseHref))
                {
                    Page.SetBaseHref(HtmlText.Trim(baseHref));
                }

                break;
            case HtmlTag.Html:
                if (TryValue(token, source, HtmlAttribute.Lang, out var language))
                {
                    Page.SetLanguage(language);
                }

                break;
            case HtmlTag.Link:
                LinkElement(token, source);
                break;
            case HtmlTag.Meta:
                MetaElement(token, source);
                break;
            default:
                EmbeddedContent(token, source);
                break;
        }
    }

    private void EmbeddedContent(HtmlTagToken token, ReadOnlySpan<byte> source)
    {
        switch (token.Tag)
        {
            case HtmlTag.IFrame:
                AddLink(token, source, HtmlAttribute.Src, HtmlLinkKind.IFrame);
                break;
            case HtmlTag.Frame:
                AddLink(token, source, HtmlAttribute.Src, HtmlLinkKind.Frame);
                break;
            case HtmlTag.Form:
                AddLink(token, source, HtmlAttribute.Action, HtmlLinkKind.Form);
                break;
            case HtmlTag.Script:
                AddLink(token, source, HtmlAttribute.Src, HtmlLinkKind.Script);
                break;
            case HtmlTag.Img or HtmlTag.Image:
                AddLink(token, source, HtmlAttribute.Src, HtmlLinkKind.Image);
                AddCandidates(token, source);
                break;
            case HtmlTag.Source:
                AddLink(token, source, HtmlAttribute.Src, HtmlLinkKind.Media);
                AddCandidates(token, source);
                break;
            case HtmlTag.Video or HtmlTag.Audio or HtmlTag.Track:
                AddLink(token, source, HtmlAttribute.Src, HtmlLinkKind.Media);
                AddLink(token, source, HtmlAttribute.Poster, HtmlLinkKind.Image);
                break;
            case HtmlTag.Embed:
                AddLink(token, source, HtmlAttribute.Src, HtmlLinkKind.Embed);
                break;
            case HtmlTag.Object:
                AddLink(token, source, HtmlAttribute.Data, HtmlLinkKind.Embed);
                break;
            case HtmlTag.Input:
                if (TryValue(token, source, HtmlAttribute.Type, out var type)
                    && Ascii.EqualsIgnoreCase(type, "image"u8))
                {
                    AddLink(token, source, HtmlAttribute.Src, HtmlLinkKind.Image);
                }

                break;
        }
    }

    private void LinkElement(HtmlTagToken token, ReadOnlySpan<byte> source)
    {
        if (!TryValue(token, source, HtmlAttribute.Rel, out var relValue)
            || !TryValue(token, source, HtmlAttribute.Href, out var href))
        {
            return;
        }

        href = HtmlText.Trim(href);
        var rel = LinkRelParser.Parse(relValue);
        if ((rel & HtmlLinkRel.Canonical) != HtmlLinkRel.None)
        {
            Page.SetCanonical(href);
        }

        var kind = LinkRelParser.KindOf(rel);
        if (Wants(kind) && (kind != HtmlLinkKind.Link || (rel & _options.LinkRels) != HtmlLinkRel.None))
        {
            Keep(href, kind, rel);
        }
    }

    private void MetaElement(HtmlTagToken token, ReadOnlySpan<byte> source)
    {
        if (TryValue(token, source, HtmlAttribute.Charset, out var charset))
        {
            Page.SetDeclaredCharset(HtmlText.Trim(charset));
        }

        if (!TryValue(token, source, HtmlAttribute.Content, out var content))
        {
            return;
        }

        if (TryValue(token, source, HtmlAttribute.Name, out var name))
        {
            NamedMeta(HtmlText.Trim(name), content);
        }

        if (TryValue(token, source, HtmlAttribute.Property, out var property)
            && property.Length > 3 && Ascii.EqualsIgnoreCase(property[..3], "og:"u8))
        {
            Page.AddOpenGraph(property, content);
        }

        if (TryValue(token, source, HtmlAttribute.HttpEquiv, out var pragma))
        {
            Pragma(pragma, content);
        }
    }

    private void NamedMeta(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        if (Ascii.EqualsIgnoreCase(name, "description"u8))
        {
            Page.SetDescription(HtmlText.Trim(content));
        }
        else if (Ascii.EqualsIgnoreCase(name, "robots"u8) || Ascii.EqualsIgnoreCase(name, _productToken))
        {
            Page.AddMetaRobots(name, content);
        }
    }

    private void Pragma(ReadOnlySpan<byte> pragma, ReadOnlySpan<byte> content)
    {
        if (Ascii.EqualsIgnoreCase(pragma, "content-type"u8))
        {
            var label = MetaCharset.FromContent(content);
            if (!label.IsEmpty)
            {
                Page.SetDeclaredCharset(label);
            }
        }
        else if (Ascii.EqualsIgnoreCase(pragma, "refresh"u8)
            && !Page.HasRefresh
            && DeclarativeRefresh.TryParse(content, out var seconds, out var url, out var hasUrl))
        {
            url = HtmlText.Trim(url);
            Page.SetRefresh(seconds, url, hasUrl);
            if (hasUrl && Wants(HtmlLinkKind.Refresh))
            {
                Page.AddLink(url, HtmlLinkKind.Refresh, HtmlLinkRel.None, _options);
            }
        }
    }

    private bool Wants(HtmlLinkKind kind) => ((int)_options.Kinds & (1 << (int)kind)) != 0;

    private void AddLink(HtmlTagToken token, ReadOnlySpan<byte> source, HtmlAttribute attribute, HtmlLinkKind kind)
    {
        if (!Wants(kind) || !TryValue(token, source, attribute, out var href))
        {
            return;
        }

        var rel = TryValue(token, source, HtmlAttribute.Rel, out var value)
            ? LinkRelParser.Parse(value)
            : HtmlLinkRel.None;
        Keep(HtmlText.Trim(href), kind, rel);
    }

    /// <summary>
    /// An asset that is written into the page leads nowhere, and is long: it must not use up the page's limits.
    /// </summary>
    private void Keep(ReadOnlySpan<byte> href, HtmlLinkKind kind, HtmlLinkRel rel)
    {
        if (!(HtmlLink.IsAssetKind(kind) && href.Length >= 5 && Ascii.EqualsIgnoreCase(href[..5], "data:"u8)))
        {
            Page.AddLink(href, kind, rel, _options);
        }
    }

    private void AddCandidates(HtmlTagToken token, ReadOnlySpan<byte> source)
    {
        if (!Wants(HtmlLinkKind.Image) || !TryValue(token, source, HtmlAttribute.SrcSet, out var value))
        {
            return;
        }

        var candidates = new SrcSetReader(value);
        while (candidates.TryNext(out var url))
        {
            Keep(url, HtmlLinkKind.Image, HtmlLinkRel.None);
        }
    }

    /// <summary>The value of an attribute, valid until the next tag.</summary>
    private bool TryValue(
        HtmlTagToken token, ReadOnlySpan<byte> source, HtmlAttribute attribute, out ReadOnlySpan<byte> value)
    {
        if (!token.TryGet(attribute, source, out value))
        {
            return false;
        }

        if (CharacterReferences.NeedsResolving(value))
        {
            var room = Reserve(CharacterReferences.MaxLength(value.Length));
            var length = CharacterReferences.Resolve(value, room, inAttribute: true);
            _scratched += length;
            value = room[..length];
        }

        return true;
    }

    private Span<byte> Reserve(int size)
    {
        // A buffer that is replaced stays alive for the values of this tag that lie in it.
        if (_scratch.Length - _scratched < size)
        {
            _scratch = new byte[Math.Max(_scratch.Length * 2, size)];
            _scratched = 0;
        }

        return _scratch.AsSpan(_scratched, size);
    }
}
