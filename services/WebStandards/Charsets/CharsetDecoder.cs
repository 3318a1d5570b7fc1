using System.Text;

namespace Crawler.WebStandards.Charsets;

/// <summary>Decodes one encoding to UTF-8 block by block.</summary>
/// <remarks>
/// A subclass knows one character: how many bytes it takes and which code points it is. Everything else is here: runs
/// of ASCII are copied at once, a character that a block's end cuts is kept for the next block, the byte order mark is
/// dropped, and errors are U+FFFD. Following the Encoding Standard, an ASCII byte after a broken lead byte is never
/// swallowed, so that a broken character cannot hide the markup behind it.
/// </remarks>
internal abstract class CharsetDecoder
{
    /// <summary>The least room that one step may need: two code points of four bytes.</summary>
    public const int MinDestination = 8;

    protected const int Error = 0xFFFD;

    private const int LongestCharacter = 4;
    private const int ByteOrderMark = 0xFEFF;

    private readonly byte[] _pending = new byte[LongestCharacter];
    private int _pendingCount;
    private bool _started;

    /// <summary>Whether a byte below 0x80 is that ASCII character wherever a character begins.</summary>
    protected virtual bool IsAsciiCompatible => true;

    protected virtual bool HasByteOrderMark => false;

    public virtual void Reset()
    {
        _pendingCount = 0;
        _started = false;
    }

    /// <summary>Decodes until the source is used up or the destination is nearly full.</summary>
    public void Decode(
        ReadOnlySpan<byte> source, Span<byte> destination, bool isLast, out int consumed, out int written)
    {
        consumed = 0;
        written = 0;
        while (destination.Length - written >= MinDestination)
        {
            if (_pendingCount == 0 && (_started || !HasByteOrderMark))
            {
                var copied = CopyRun(source[consumed..], destination[written..]);
                consumed += copied;
                written += copied;
                if (destination.Length - written < MinDestination)
                {
                    return;
                }
            }

            var taken = Step(source[consumed..], isLast, destination[written..], out var added);
            consumed += taken;
            written += added;
            if (consumed == source.Length && (_pendingCount == 0 || !isLast))
            {
                return;
            }
        }
    }

    /// <summary>
    /// Decodes the character at the input's start: answers its bytes, or zero where more are needed to know.
    /// A second code point is zero where there is none.
    /// </summary>
    protected abstract int DecodeOne(ReadOnlySpan<byte> input, bool isLast, out int codePoint, out int second);

    /// <summary>Copies what is the same in UTF-8.</summary>
    protected virtual int CopyRun(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (!IsAsciiCompatible)
        {
            return 0;
        }

        var length = Math.Min(source.Length, destination.Length);
        var ascii = source[..length].IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
        length = ascii < 0 ? length : ascii;
        source[..length].CopyTo(destination);
        return length;
    }

    private int Step(ReadOnlySpan<byte> source, bool isLast, Span<byte> destination, out int written)
    {
        written = 0;
        if (_pendingCount == 0)
        {
            return source.IsEmpty ? 0 : StepDirect(source, isLast, destination, out written);
        }

        Span<byte> input = stackalloc byte[LongestCharacter];
        _pending.AsSpan(0, _pendingCount).CopyTo(input);
        var borrowed = Math.Min(source.Length, LongestCharacter - _pendingCount);
        source[..borrowed].CopyTo(input[_pendingCount..]);
        input = input[..(_pendingCount + borrowed)];
        var taken = DecodeOne(input, isLast && borrowed == source.Length, out var first, out var second);
        if (taken == 0)
        {
            Keep(input);
            return borrowed;
        }

        written = Emit(first, second, destination);
        var fromPending = Math.Min(taken, _pendingCount);
        _pending.AsSpan(fromPending, _pendingCount - fromPending).CopyTo(_pending);
        _pendingCount -= fromPending;
        return taken - fromPending;
    }

    private int StepDirect(ReadOnlySpan<byte> source, bool isLast, Span<byte> destination, out int written)
    {
        var taken = DecodeOne(source, isLast, out var first, out var second);
        if (taken == 0)
        {
            Keep(source);
            written = 0;
            return source.Length;
        }

        written = Emit(first, second, destination);
        return taken;
    }

    private void Keep(ReadOnlySpan<byte> input)
    {
        input.CopyTo(_pending);
        _pendingCount = input.Length;
    }

    private int Emit(int first, int second, Span<byte> destination)
    {
        var skip = first < 0 || (!_started && HasByteOrderMark && first == ByteOrderMark);
        _started = true;
        var written = skip ? 0 : new Rune(first).EncodeToUtf8(destination);
        return second == 0 ? written : written + new Rune(second).EncodeToUtf8(destination[written..]);
    }
}
