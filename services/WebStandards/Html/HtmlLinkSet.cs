using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Crawler.WebStandards.Html;

/// <summary>The links of one page, each once: entries over one byte buffer, found by open addressing.</summary>
/// <remarks>Buffers are kept from page to page and given up when a page made them large.</remarks>
internal sealed class HtmlLinkSet
{
    private const int InitialSlots = 1024;
    private const int KeptEntries = 32 * 1024;
    private const int KeptBytes = 2 * 1024 * 1024;

    // Drawn per process, so that a page cannot be written to make all its links collide.
    private static readonly ulong Seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));

    private Entry[] _entries = new Entry[256];
    private byte[] _bytes = new byte[8 * 1024];
    private int[] _slots = new int[InitialSlots];
    private int _mask = InitialSlots - 1;
    private int _used;

    public int Count { get; private set; }

    public HtmlLink this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            ref readonly var entry = ref _entries[index];
            return new HtmlLink(_bytes.AsSpan(entry.Start, entry.Length), entry.Kind, entry.Rel);
        }
    }

    public void Clear()
    {
        if (_entries.Length > KeptEntries || _bytes.Length > KeptBytes)
        {
            _entries = new Entry[256];
            _bytes = new byte[8 * 1024];
            _slots = new int[InitialSlots];
        }
        else
        {
            Array.Clear(_slots, 0, _mask + 1);
        }

        _mask = InitialSlots - 1;
        Count = 0;
        _used = 0;
    }

    /// <summary>Adds a link unless an equal one is there; false if it would pass a limit.</summary>
    public bool Add(ReadOnlySpan<byte> href, HtmlLinkKind kind, HtmlLinkRel rel, HtmlPageOptions options)
    {
        var noFollow = new HtmlLink(href, kind, rel).IsNoFollow;
        var group = (GroupOf(kind) << 1) | (noFollow ? 1 : 0);
        var hash = Hash(href, group);
        var slot = (int)(hash >> 32) & _mask;
        if (!options.KeepDuplicates)
        {
            while (_slots[slot] != 0)
            {
                ref readonly var entry = ref _entries[_slots[slot] - 1];
                if (entry.Hash == (uint)hash && entry.Group == group
                    && href.SequenceEqual(_bytes.AsSpan(entry.Start, entry.Length)))
                {
                    return true;
                }

                slot = (slot + 1) & _mask;
            }
        }

        if (Count >= options.MaxLinks || _used + href.Length > options.MaxLinkBytes)
        {
            return false;
        }

        Append(href, new Entry(_used, href.Length, hash, kind, rel, group));
        _slots[slot] = Count;
        if (Count * 2 > _mask)
        {
            Rehash();
        }

        return true;
    }

    /// <summary>
    /// Links of one group with the same href are one link: an anchor and an area lead to the same page.
    /// </summary>
    private static int GroupOf(HtmlLinkKind kind) => kind switch
    {
        HtmlLinkKind.Area or HtmlLinkKind.XLink => (int)HtmlLinkKind.Anchor,
        HtmlLinkKind.IFrame => (int)HtmlLinkKind.Frame,
        _ => (int)kind,
    };

    private static ulong Hash(ReadOnlySpan<byte> text, int group)
    {
        var state = Seed ^ ((ulong)text.Length << 8) ^ (uint)group;
        while (text.Length >= 8)
        {
            state = Mix(state ^ BinaryPrimitives.ReadUInt64LittleEndian(text));
            text = text[8..];
        }

        var tail = 0ul;
        for (var index = 0; index < text.Length; index++)
        {
            tail |= (ulong)text[index] << (index * 8);
        }

        return Mix(state ^ tail);
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, 0x9E3779B97F4A7C15 ^ (Seed << 1), out var low);
        return high ^ low ^ Seed;
    }

    private void Append(ReadOnlySpan<byte> href, Entry entry)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
        }

        if (_used + href.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + href.Length));
        }

        href.CopyTo(_bytes.AsSpan(_used));
        _used += href.Length;
        _entries[Count++] = entry;
    }

    private void Rehash()
    {
        Array.Clear(_slots, 0, _mask + 1);
        _mask = (_mask * 2) + 1;
        if (_slots.Length <= _mask)
        {
            _slots = new int[_mask + 1];
        }

        for (var index = 0; index < Count; index++)
        {
            var slot = (int)_entries[index].Slot & _mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & _mask;
            }

            _slots[slot] = index + 1;
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Entry(int start, int length, ulong hash, HtmlLinkKind kind, HtmlLinkRel rel, int group)
    {
        public int Start { get; } = start;

        public int Length { get; } = length;

        public uint Hash { get; } = (uint)hash;

        public uint Slot { get; } = (uint)(hash >> 32);

        public HtmlLinkRel Rel { get; } = rel;

        public int Group { get; } = group;

        public HtmlLinkKind Kind { get; } = kind;
    }
}
