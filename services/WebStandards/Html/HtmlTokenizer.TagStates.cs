using System.Buffers;

namespace Crawler.WebStandards.Html;

/// <content>The resumable states of a tag that a chunk's end cuts, and what a finished tag does.</content>
internal sealed partial class HtmlTokenizer
{
    private const int KeptCarryBytes = 64 * 1024;

    private static readonly SearchValues<byte> UnquotedEnds = SearchValues.Create("\t\n\f\r >"u8);

    private byte[] _carry = new byte[256];
    private int _carried;
    private NameKey _name;
    private bool _isEnd;
    private uint _wanted;
    private HtmlAttribute _attribute;
    private int _valueStart;

    private void ClearTag()
    {
        _carried = 0;
        if (_carry.Length > KeptCarryBytes)
        {
            _carry = new byte[256];
        }
    }

    private void BeginTagName(bool isEnd)
    {
        _name = default;
        _isEnd = isEnd;
        _carried = 0;
        _state = State.TagName;
    }

    private void BeginAttributes(HtmlTag tag, bool isEnd)
    {
        _token.Begin(tag, isEnd);
        _wanted = isEnd ? 0 : HtmlNames.Wanted(tag);
        _state = State.BeforeAttributeName;
    }

    private int TagStep(ReadOnlySpan<byte> chunk, int position)
    {
        var value = chunk[position];
        switch (_state)
        {
            case State.TagName:
                return TagName(value, position);
            case State.BeforeAttributeName:
                return BeforeAttributeName(value, position);
            case State.AttributeName:
                return AttributeName(value, position);
            case State.AfterAttributeName:
                return AfterAttributeName(value, position);
            case State.BeforeAttributeValue:
                return BeforeAttributeValue(value, position);
            case State.DoubleQuotedValue:
                return QuotedValue(chunk, position, (byte)'"');
            case State.SingleQuotedValue:
                return QuotedValue(chunk, position, (byte)'\'');
            case State.UnquotedValue:
                return UnquotedValue(chunk, position);
            default:
                _token.SelfClosing = value == '>';
                _state = State.BeforeAttributeName;
                return position;
        }
    }

    private int TagName(byte value, int position)
    {
        var folded = HtmlNames.TagFold[value];
        if (folded == 0)
        {
            BeginAttributes(HtmlNames.FindTag(_name.Low, _name.High, _name.Length), _isEnd);
            return position;
        }

        _name.Append(folded);
        return position + 1;
    }

    private int BeforeAttributeName(byte value, int position)
    {
        if (HtmlNames.IsSpace(value))
        {
            return position + 1;
        }

        switch (value)
        {
            case (byte)'>':
                _state = State.Data;
                EmitTag(_carry);
                return position + 1;
            case (byte)'/':
                _state = State.SelfClosing;
                return position + 1;
            default:
                // An '=' here begins a name (13.2.5.32).
                var folded = HtmlNames.AttributeFold[value];
                _name = default;
                _name.Append(folded == 0 ? value : folded);
                _state = State.AttributeName;
                return position + 1;
        }
    }

    private int AttributeName(byte value, int position)
    {
        var folded = HtmlNames.AttributeFold[value];
        if (folded != 0)
        {
            _name.Append(folded);
            return position + 1;
        }

        _attribute = HtmlNames.FindAttribute(_wanted, _name.Low, _name.High, _name.Length);
        _valueStart = _carried;
        _state = State.AfterAttributeName;
        return position;
    }

    private int AfterAttributeName(byte value, int position)
    {
        if (HtmlNames.IsSpace(value))
        {
            return position + 1;
        }

        if (value == '=')
        {
            _state = State.BeforeAttributeValue;
            return position + 1;
        }

        EndValue();
        return position;
    }

    private int BeforeAttributeValue(byte value, int position)
    {
        if (HtmlNames.IsSpace(value))
        {
            return position + 1;
        }

        switch (value)
        {
            case (byte)'"':
                _state = State.DoubleQuotedValue;
                return position + 1;
            case (byte)'\'':
                _state = State.SingleQuotedValue;
                return position + 1;
            default:
                _state = State.UnquotedValue;
                return position;
        }
    }

    private int QuotedValue(ReadOnlySpan<byte> chunk, int position, byte quote)
    {
        var size = chunk[position..].IndexOf(quote);
        Carry(chunk[position..(size < 0 ? chunk.Length : position + size)]);
        if (size < 0)
        {
            return chunk.Length;
        }

        EndValue();
        return position + size + 1;
    }

    private int UnquotedValue(ReadOnlySpan<byte> chunk, int position)
    {
        var size = UnquotedLength(chunk[position..]);
        Carry(chunk[position..(size < 0 ? chunk.Length : position + size)]);
        if (size < 0)
        {
            return chunk.Length;
        }

        EndValue();
        return position + size;
    }

    private void Carry(ReadOnlySpan<byte> part)
    {
        if (_attribute == HtmlAttribute.None)
        {
            return;
        }

        // One byte over the limit is kept, so that the token knows the value as too long.
        var room = _valueStart + HtmlTagToken.MaxValueBytes + 1 - _carried;
        part = part[..Math.Min(part.Length, room)];
        if (_carried + part.Length > _carry.Length)
        {
            Array.Resize(ref _carry, Math.Max(_carried + part.Length, _carry.Length * 2));
        }

        part.CopyTo(_carry.AsSpan(_carried));
        _carried += part.Length;
    }

    private void EndValue()
    {
        if (_attribute != HtmlAttribute.None)
        {
            if (_token.Has(_attribute))
            {
                // A repeated attribute is dropped; giving its bytes back bounds what one tag can carry.
                _carried = _valueStart;
            }
            else
            {
                _token.Add(_attribute, _valueStart, _carried - _valueStart);
            }
        }

        _state = State.BeforeAttributeName;
    }

    private void EmitTag(ReadOnlySpan<byte> source)
    {
        if (_token.IsEnd)
        {
            if (_token.Tag == HtmlTag.Template && !_foreign.InForeign)
            {
                sink.TemplateEnd();
            }

            if (!_foreign.IsEmpty)
            {
                _foreign.Close(_token.Tag);
            }

            return;
        }

        if (!_foreign.IsEmpty || _token.Tag is HtmlTag.Svg or HtmlTag.Math)
        {
            _token.Namespace = _foreign.Open(_token, source);
        }

        if (_token.Namespace == HtmlNamespace.Html)
        {
            BeginText(_token.Tag);
        }

        if (_token.Tag is > HtmlTag.Other and <= HtmlTag.Template)
        {
            sink.StartTag(_token, source);
        }
    }
}
