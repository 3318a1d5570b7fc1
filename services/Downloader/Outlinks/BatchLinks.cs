using System.Runtime.InteropServices;

using Crawler.Contracts.V1.Fetching;

namespace Crawler.Downloader.Outlinks;

/// <summary>
/// The distinct links of a batch's pages, each with the page on which it is nearest to a seed, the first of such. Pages
/// may end in any order.
/// </summary>
/// <remarks>
/// A page's links are taken all or not at all, so that no link is lost where an answer carries no more: the page is
/// fetched again in a batch that has room. Only a page that has more than any answer carries is cut.
/// </remarks>
internal sealed class BatchLinks(IReadOnlyList<FetchUrl> pages, int most, Func<string, int, bool> isKnown)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Place> _first = new(StringComparer.Ordinal);
    private int _siftedOut;

    /// <summary>How many were dropped because Scheduler has them.</summary>
    public int SiftedOut
    {
        get
        {
            lock (_lock)
            {
                return _siftedOut;
            }
        }
    }

    /// <summary>Takes a page's links; false, and nothing taken, where there is no room for them.</summary>
    /// <param name="links">The links; those that Scheduler has may be removed from them.</param>
    /// <param name="page">The page's place in the batch.</param>
    /// <param name="cut">How many links were left out, of a page that has more than fit beside no others.</param>
    public bool TryTake(PageLinks links, int page, out int cut)
    {
        lock (_lock)
        {
            cut = 0;
            if (!HasRoomFor(links))
            {
                SiftOut(links, page);
                if (!HasRoomFor(links) && _first.Count > 0)
                {
                    return false;
                }
            }

            foreach (var (url, kind) in links.Kinds)
            {
                cut += TryAdd(url, new Place(page, kind)) ? 0 : 1;
            }

            return true;
        }
    }

    public IReadOnlyList<FoundLink> ToList()
    {
        lock (_lock)
        {
            var links = new List<FoundLink>(_first.Count);
            foreach (var (url, first) in _first)
            {
                links.Add(new FoundLink { Url = url, From = first.Page, Kind = first.Kind });
            }

            return links;
        }
    }

    private bool HasRoomFor(PageLinks links) =>
        _first.Count + links.Kinds.Count <= most
        || _first.Count + links.Kinds.Keys.Count(url => !_first.ContainsKey(url)) <= most;

    /// <summary>Asked for as late as here, because a key costs more than most links are worth.</summary>
    private void SiftOut(PageLinks links, int page)
    {
        foreach (var url in _first.Keys.Where(url => isKnown(url, DepthOf(_first[url]))).ToList())
        {
            _first.Remove(url);
            _siftedOut++;
        }

        var known = links.Kinds.Where(link => isKnown(link.Key, DepthOf(new Place(page, link.Value))));
        foreach (var (url, _) in known.ToList())
        {
            links.Remove(url);
            _siftedOut++;
        }
    }

    private bool TryAdd(string url, Place place)
    {
        if (_first.TryGetValue(url, out var first))
        {
            if ((DepthOf(place), place.Page).CompareTo((DepthOf(first), first.Page)) < 0)
            {
                _first[url] = place;
            }

            return true;
        }

        if (_first.Count >= most)
        {
            return false;
        }

        _first.Add(url, place);
        return true;
    }

    private int DepthOf(Place place) => LinkDepth.Of(pages[place.Page], place.Kind);

    /// <summary>The page that a link stands on, and as what.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Place(int Page, ResourceKind Kind);
}
