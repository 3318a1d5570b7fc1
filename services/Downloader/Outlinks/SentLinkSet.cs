namespace Crawler.Downloader.Outlinks;

/// <summary>
/// A bounded set of links, each with the smallest depth seen. It never claims a link that was not added; a full one
/// forgets old links for new ones.
/// </summary>
/// <remarks>
/// A set-associative table: a key may stand in one of the few slots of its row, and pushes out the row's oldest. So
/// there is no chain to follow, no list to keep, and 17 bytes a link. It grows to its limit as it fills.
/// </remarks>
internal sealed class SentLinkSet
{
    private const int Ways = 8;
    private const int FirstRows = 128;

    /// <summary>Depths from here on are not told apart, so such a link is never known.</summary>
    private const byte FarAway = byte.MaxValue;

    private readonly int _mostRows;
    private UInt128[] _keys;
    private byte[] _depths;
    private int _count;

    /// <param name="most">About how many links it holds: rounded down to a power of two, at least 1,024.</param>
    public SentLinkSet(int most)
    {
        var rows = FirstRows;
        while (rows * 2L * Ways <= most)
        {
            rows *= 2;
        }

        _mostRows = rows;
        _keys = new UInt128[FirstRows * Ways];
        _depths = new byte[FirstRows * Ways];
    }

    /// <summary>Whether the link was added with this depth or a smaller one.</summary>
    public bool Contains(SentLink link)
    {
        if (link.Key.Value == UInt128.Zero)
        {
            return false;
        }

        var row = RowOf(link.Key.Value, _keys.Length);
        var way = _keys.AsSpan(row, Ways).IndexOf(link.Key.Value);
        return way >= 0 && _depths[row + way] < FarAway && _depths[row + way] <= link.Depth;
    }

    public void Add(SentLink link)
    {
        if (_count > _keys.Length / 4 * 3 && _keys.Length < _mostRows * Ways)
        {
            Grow();
        }

        Put(link.Key.Value, (byte)Math.Min(link.Depth, FarAway));
    }

    /// <summary>The newest of a row stands first. A key of zero marks a free slot; no link is known by it.</summary>
    private void Put(UInt128 key, byte depth)
    {
        if (key == UInt128.Zero)
        {
            return;
        }

        var row = RowOf(key, _keys.Length);
        var keys = _keys.AsSpan(row, Ways);
        var depths = _depths.AsSpan(row, Ways);
        var way = keys.IndexOf(key);
        if (way >= 0)
        {
            depth = Math.Min(depth, depths[way]);
        }
        else
        {
            way = keys.IndexOf(UInt128.Zero);
            _count += way >= 0 ? 1 : 0;
            way = way >= 0 ? way : Ways - 1;
        }

        keys[..way].CopyTo(keys[1..]);
        depths[..way].CopyTo(depths[1..]);
        (keys[0], depths[0]) = (key, depth);
    }

    private void Grow()
    {
        var (keys, depths) = (_keys, _depths);
        _keys = new UInt128[keys.Length * 2];
        _depths = new byte[keys.Length * 2];
        _count = 0;

        // Backwards, so that the newest of each row comes last and stands first again.
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            Put(keys[i], depths[i]);
        }
    }

    private static int RowOf(UInt128 key, int slots) => (int)((uint)key & (uint)(slots / Ways - 1)) * Ways;
}
