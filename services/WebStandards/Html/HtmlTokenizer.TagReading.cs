using System.Runtime.CompilerServices;

namespace Crawler.WebStandards.Html;

/// <content>The fast path: a tag that lies whole in the chunk.</content>
internal sealed partial class HtmlTokenizer
{
    /// <summary>Reads the tag at '&lt;' and answers where it ends; -1 if there is none or the chunk cuts it.</summary>
    private int ReadTag(ReadOnlySpan<byte> chunk, int start)
    {
        var position = start + 1;
        if (position + 1 >= chunk.Length)
        {
            return -1;
        }

        var isEnd = chunk[position] == '/';
        if (isEnd)
        {
            position++;
        }

        if (!char.IsAsciiLetter((char)chunk[position]))
        {
            return -1;
        }

        position = ReadName(chunk, position, HtmlNames.TagFold, out var low, out var high, out var length);
        if (position < 0)
        {
            return -1;
        }

        var tag = HtmlNames.FindTag(low, high, length);
        _token.Begin(tag, isEnd);
        if (chunk[position] != '>')
        {
            position = ReadAttributes(chunk, position, isEnd ? 0 : HtmlNames.Wanted(tag));
            if (position < 0)
            {
                return -1;
            }
        }

        if (tag != HtmlTag.Other || !_foreign.IsEmpty)
        {
            EmitTag(chunk);
        }

        return position + 1;
    }

    /// <summary>Reads at least one byte of a name and answers where it ended; -1 if the chunk ended first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadName(
        ReadOnlySpan<byte> chunk, int start, byte[] fold, out ulong low, out ulong high, out int length)
    {
        var value = fold[chunk[start]];
        low = value == 0 ? chunk[start] : value;
        high = 0;
        length = 1;
        var position = start + 1;
        while (position < chunk.Length)
        {
            value = fold[chunk[position]];
            if (value == 0)
            {
                return position;
            }

            if (length < 8)
            {
                low |= (ulong)value << (length * 8);
            }
            else if (length < NameKey.MaxLength)
            {
                high |= (ulong)value << ((length - 8) * 8);
            }

            length++;
            position++;
        }

        return -1;
    }

    /// <summary>Reads attributes up to the tag's '>' and answers where that is; -1 if the chunk ends first.</summary>
    private int ReadAttributes(ReadOnlySpan<byte> chunk, int position, uint wanted)
    {
        while (position < chunk.Length)
        {
            var value = chunk[position];
            if (HtmlNames.IsSpace(value))
            {
                position++;
            }
            else if (value == '>')
            {
                return position;
            }
            else if (value == '/')
            {
                position++;
                if (position < chunk.Length && chunk[position] == '>')
                {
                    _token.SelfClosing = true;
                    return position;
                }
            }
            else
            {
                position = ReadAttribute(chunk, position, wanted);
                if (position < 0)
                {
                    return -1;
                }
            }
        }

        return -1;
    }

    private int ReadAttribute(ReadOnlySpan<byte> chunk, int position, uint wanted)
    {
        position = ReadName(chunk, position, HtmlNames.AttributeFold, out var low, out var high, out var length);
        if (position < 0)
        {
            return -1;
        }

        var attribute = wanted == 0 ? HtmlAttribute.None : HtmlNames.FindAttribute(wanted, low, high, length);
        position = SkipSpace(chunk, position);
        var start = position;
        var end = position;
        if (position < chunk.Length && chunk[position] == '=')
        {
            position = SkipSpace(chunk, position + 1);
            if (position >= chunk.Length)
            {
                return -1;
            }

            var quote = chunk[position];
            start = quote is (byte)'"' or (byte)'\'' ? position + 1 : position;
            var size = start != position ? chunk[start..].IndexOf(quote) : UnquotedLength(chunk[start..]);
            if (size < 0)
            {
                return -1;
            }

            end = start + size;
            position = start != position ? end + 1 : end;
        }

        if (attribute != HtmlAttribute.None)
        {
            _token.Add(attribute, start, end - start);
        }

        return position;
    }

    private static int SkipSpace(ReadOnlySpan<byte> chunk, int position)
    {
        while (position < chunk.Length && HtmlNames.IsSpace(chunk[position]))
        {
            position++;
        }

        return position;
    }

    private static int UnquotedLength(ReadOnlySpan<byte> rest) => rest.IndexOfAny(UnquotedEnds);
}
