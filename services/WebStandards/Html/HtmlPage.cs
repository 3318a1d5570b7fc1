using System.Text;

namespace Crawler.WebStandards.Html;

/// <summary>What a crawler wants to know of a page. Valid from the parser's Complete until its Reset.</summary>
/// <remarks>Facts are kept as UTF-8 in one reused buffer; a string is made when it is asked for.</remarks>
public sealed class HtmlPage
{
    /// <summary>Titles, descriptions and other texts are cut after this many characters.</summary>
    public const int MaxTextCharacters = 1_024;

    /// <summary>The most meta robots elements that are kept of a page.</summary>
    public const int MaxMetaRobots = 16;

    /// <summary>The most Open Graph pairs that are kept of a page.</summary>
    public const int MaxOpenGraph = 64;

    private const int KeptBytes = 256 * 1024;

    private readonly HtmlLinkSet _links = new();
    private readonly List<(Fact Name, Fact Content)> _metaRobots = [];
    private readonly List<(Fact Name, Fact Content)> _openGraph = [];
    private byte[] _bytes = new byte[2048];
    private int _used;
    private Fact _title;
    private Fact _baseHref;
    private Fact _language;
    private Fact _description;
    private Fact _canonical;
    private Fact _declaredCharset;
    private Fact _refreshUrl;
    private int _refreshSeconds;
    private RobotsDirectives? _robots;
    private string _productToken = "";

    internal HtmlPage()
    {
    }

    /// <summary>The links in document order, each once.</summary>
    public HtmlLinks Links => new(_links);

    /// <summary>Whether links were left out because the page has more than the options allow.</summary>
    public bool LinksCut { get; internal set; }

    /// <summary>The text of the first title element, whitespace collapsed; null without one.</summary>
    public string? Title => Read(ref _title);

    /// <summary>The href of the first base element that has one, unresolved and possibly invalid.</summary>
    public string? BaseHref => Read(ref _baseHref);

    /// <summary>The lang attribute of the root element.</summary>
    public string? Language => Read(ref _language);

    /// <summary>The first meta description.</summary>
    public string? Description => Read(ref _description);

    /// <summary>The href of the first link rel=canonical, unresolved.</summary>
    public string? Canonical => Read(ref _canonical);

    /// <summary>The charset label of the first meta element that states one, as written.</summary>
    public string? DeclaredCharset => Read(ref _declaredCharset);

    /// <summary>The first valid declarative refresh.</summary>
    public HtmlRefresh? Refresh =>
        HasRefresh ? new HtmlRefresh(TimeSpan.FromSeconds(_refreshSeconds), Read(ref _refreshUrl)) : null;

    /// <summary>The meta elements that speak to robots, in document order.</summary>
    public IReadOnlyList<HtmlMetaRobots> MetaRobots =>
        [.. _metaRobots.Select(pair => new HtmlMetaRobots(Text(pair.Name), Text(pair.Content)))];

    /// <summary>The Open Graph properties, names with their "og:", in document order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> OpenGraph =>
        [.. _openGraph.Select(pair => KeyValuePair.Create(Text(pair.Name), Text(pair.Content)))];

    /// <summary>What the page's meta elements ask of us. What its headers ask is added with the '|' operator.</summary>
    public RobotsDirectives Robots => _robots ??= MetaRobots.Aggregate(
        default(RobotsDirectives), (sum, meta) => sum | RobotsDirectives.Parse(meta.Content, _productToken));

    internal bool HasTitle => _title.IsSet;

    internal bool HasRefresh { get; private set; }

    internal void Reset(string productToken)
    {
        _links.Clear();
        _metaRobots.Clear();
        _openGraph.Clear();
        if (_bytes.Length > KeptBytes)
        {
            _bytes = new byte[2048];
        }

        _used = 0;
        _title = _baseHref = _language = _description = _canonical = _declaredCharset = _refreshUrl = default;
        HasRefresh = false;
        LinksCut = false;
        _robots = null;
        _productToken = productToken;
    }

    internal void AddLink(ReadOnlySpan<byte> href, HtmlLinkKind kind, HtmlLinkRel rel, HtmlPageOptions options) =>
        LinksCut |= !_links.Add(href, kind, rel, options);

    internal void SetTitle(ReadOnlySpan<byte> text) => SetFirst(ref _title, text);

    internal void SetBaseHref(ReadOnlySpan<byte> text) => SetFirst(ref _baseHref, text);

    internal void SetLanguage(ReadOnlySpan<byte> text) => SetFirst(ref _language, text, MaxTextCharacters);

    internal void SetDescription(ReadOnlySpan<byte> text) => SetFirst(ref _description, text, MaxTextCharacters);

    internal void SetCanonical(ReadOnlySpan<byte> text) => SetFirst(ref _canonical, text);

    internal void SetDeclaredCharset(ReadOnlySpan<byte> text) =>
        SetFirst(ref _declaredCharset, text, MaxTextCharacters);

    internal void SetRefresh(int seconds, ReadOnlySpan<byte> url, bool hasUrl)
    {
        HasRefresh = true;
        _refreshSeconds = seconds;
        if (hasUrl)
        {
            SetFirst(ref _refreshUrl, url);
        }
    }

    internal void AddMetaRobots(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        if (_metaRobots.Count < MaxMetaRobots)
        {
            _metaRobots.Add((Store(name), Store(HtmlText.Cut(content, MaxTextCharacters))));
        }
    }

    internal void AddOpenGraph(ReadOnlySpan<byte> property, ReadOnlySpan<byte> content)
    {
        if (_openGraph.Count < MaxOpenGraph)
        {
            _openGraph.Add(
                (Store(HtmlText.Cut(property, MaxTextCharacters)), Store(HtmlText.Cut(content, MaxTextCharacters))));
        }
    }

    private void SetFirst(ref Fact fact, ReadOnlySpan<byte> text, int maxCharacters = int.MaxValue)
    {
        if (!fact.IsSet)
        {
            fact = Store(HtmlText.Cut(text, maxCharacters));
        }
    }

    private Fact Store(ReadOnlySpan<byte> text)
    {
        if (_used + text.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + text.Length));
        }

        text.CopyTo(_bytes.AsSpan(_used));
        _used += text.Length;
        return new Fact { IsSet = true, Start = _used - text.Length, Length = text.Length };
    }

    private string? Read(ref Fact fact) => fact.IsSet ? fact.Cached ??= Text(fact) : null;

    private string Text(Fact fact) => Encoding.UTF8.GetString(_bytes, fact.Start, fact.Length);

    private struct Fact
    {
        public bool IsSet;
        public int Start;
        public int Length;
        public string? Cached;
    }
}
