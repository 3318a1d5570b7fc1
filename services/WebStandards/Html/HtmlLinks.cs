namespace Crawler.WebStandards.Html;

/// <summary>The links of a page in document order, read without allocation. Valid until the page is reset.</summary>
public readonly struct HtmlLinks
{
    private readonly HtmlLinkSet _links;

    internal HtmlLinks(HtmlLinkSet links)
    {
        _links = links;
    }

    public int Count => _links.Count;

    public HtmlLink this[int index] => _links[index];

    public Enumerator GetEnumerator() => new(this);

    public ref struct Enumerator
    {
        private readonly HtmlLinks _links;
        private int _index;

        internal Enumerator(HtmlLinks links)
        {
            _links = links;
            _index = -1;
        }

        public readonly HtmlLink Current => _links[_index];

        public bool MoveNext() => ++_index < _links.Count;
    }
}
