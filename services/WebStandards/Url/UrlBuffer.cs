using System.Buffers;

namespace Crawler.WebStandards.Url;

/// <summary>Text under construction in a pooled array. Whoever creates one disposes it.</summary>
internal ref struct UrlBuffer
{
    private char[] _characters;

    public UrlBuffer(int capacity)
    {
        _characters = ArrayPool<char>.Shared.Rent(capacity);
    }

    public int Length { get; private set; }

    public readonly ReadOnlySpan<char> Text => _characters.AsSpan(0, Length);

    public void Append(char character)
    {
        if (Length == _characters.Length)
        {
            Grow(1);
        }

        _characters[Length++] = character;
    }

    public void Append(scoped ReadOnlySpan<char> text)
    {
        text.CopyTo(Reserve(text.Length));
    }

    public void AppendLowered(scoped ReadOnlySpan<char> ascii)
    {
        ascii.ToLowerInvariant(Reserve(ascii.Length));
    }

    public void AppendPercentEncoded(byte value)
    {
        const string digits = "0123456789ABCDEF";
        var place = Reserve(3);
        place[0] = '%';
        place[1] = digits[value >> 4];
        place[2] = digits[value & 0xF];
    }

    public void Insert(int index, scoped ReadOnlySpan<char> text)
    {
        var tail = Length - index;
        Reserve(text.Length);
        _characters.AsSpan(index, tail).CopyTo(_characters.AsSpan(index + text.Length));
        text.CopyTo(_characters.AsSpan(index));
    }

    public void Truncate(int length)
    {
        Length = length;
    }

    public void Set(int index, char character)
    {
        _characters[index] = character;
    }

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_characters);
        _characters = [];
        Length = 0;
    }

    private Span<char> Reserve(int count)
    {
        if (_characters.Length - Length < count)
        {
            Grow(count);
        }

        var place = _characters.AsSpan(Length, count);
        Length += count;
        return place;
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_characters.Length * 2, Length + count));
        Text.CopyTo(larger);
        ArrayPool<char>.Shared.Return(_characters);
        _characters = larger;
    }
}
