using System.Text;

namespace Crawler.WebStandards.Html;

/// <content>
/// Elements whose content is no markup: RCDATA, raw text, script data and plaintext (13.2.5.2 to 13.2.5.31).
/// </content>
internal sealed partial class HtmlTokenizer
{
    private static readonly byte[][] EndNames = BuildEndNames();

    private byte[] _title = [];
    private long _titleLength;
    private bool _inTitle;
    private HtmlTag _rawTag;
    private ScriptMode _scriptMode;
    private int _dashes;
    private bool _nestedDiffers;

    private enum ScriptMode : byte
    {
        Plain,
        Escaped,
        DoubleEscaped,
    }

    private static byte[][] BuildEndNames()
    {
        var names = new byte[(int)HtmlTag.Breakout + 1][];
        for (var tag = HtmlTag.Other; tag <= HtmlTag.Breakout; tag++)
        {
            names[(int)tag] = Encoding.ASCII.GetBytes(HtmlNames.NameOf(tag));
        }

        return names;
    }

    private void ClearText()
    {
        _inTitle = false;
        _titleLength = 0;
    }

    private void BeginText(HtmlTag tag)
    {
        switch (tag)
        {
            case HtmlTag.Script:
                _scriptMode = ScriptMode.Plain;
                _state = State.Script;
                break;
            case HtmlTag.PlainText:
                _state = State.PlainText;
                return;
            case HtmlTag.Title:
                _inTitle = true;
                _titleLength = 0;
                _state = State.RawText;
                break;
            case HtmlTag.IFrame or HtmlTag.Style or HtmlTag.Xmp:
            case HtmlTag.NoEmbed or HtmlTag.NoFrames or HtmlTag.TextArea:
                _state = State.RawText;
                break;
            default:
                return;
        }

        _rawTag = tag;
    }

    private int RawText(ReadOnlySpan<byte> chunk, int position)
    {
        var offset = chunk[position..].IndexOf((byte)'<');
        var next = offset < 0 ? chunk.Length : position + offset + 1;
        KeepTitle(chunk[position..next]);
        if (offset >= 0)
        {
            _matched = 0;
            _state = State.RawTextEndTag;
        }

        return next;
    }

    private int RawTextEndTag(ReadOnlySpan<byte> chunk, int position)
    {
        var value = chunk[position];
        if (MatchesEndTag(value))
        {
            KeepTitle(chunk.Slice(position, 1));
            return position + 1;
        }

        if (IsWholeEndTag(value))
        {
            EndText(EndNames[(int)_rawTag].Length + 2);
            BeginAttributes(_rawTag, isEnd: true);
        }
        else
        {
            _state = State.RawText;
        }

        return position;
    }

    /// <summary>Compares with "/name" of the element that is open, byte by byte.</summary>
    private bool MatchesEndTag(byte value)
    {
        var name = EndNames[(int)_rawTag];
        if (_matched > name.Length)
        {
            return false;
        }

        var matches = _matched == 0 ? value == '/' : HtmlNames.TagFold[value] == name[_matched - 1];
        _matched += matches ? 1 : 0;
        return matches;
    }

    private bool IsWholeEndTag(byte value) =>
        _matched > EndNames[(int)_rawTag].Length && HtmlNames.TagFold[value] == 0;

    private void KeepTitle(ReadOnlySpan<byte> part)
    {
        if (!_inTitle)
        {
            return;
        }

        if (_title.Length == 0)
        {
            _title = new byte[MaxTitleBytes];
        }

        var kept = (int)Math.Min(part.Length, Math.Max(0, MaxTitleBytes - _titleLength));
        part[..kept].CopyTo(_title.AsSpan((int)Math.Min(_titleLength, MaxTitleBytes)));
        _titleLength += part.Length;
    }

    private void EndText(int endTagBytes)
    {
        if (_inTitle)
        {
            _inTitle = false;
            sink.TitleText(_title.AsSpan(0, (int)Math.Min(_titleLength - endTagBytes, MaxTitleBytes)));
        }
    }

    private int ScriptStep(ReadOnlySpan<byte> chunk, int position)
    {
        var value = chunk[position];
        switch (_state)
        {
            case State.Script:
                return SkipPast(chunk, position, (byte)'<', State.ScriptLess);
            case State.ScriptLess:
                return ScriptLess(value, position);
            case State.ScriptEscapeStart:
                return ScriptEscapeStart(value, position);
            case State.ScriptEscaped:
                return ScriptEscaped(chunk, position);
            case State.ScriptNestedName:
                return ScriptNestedName(value, position);
            default:
                return ScriptEndTag(value, position);
        }
    }

    private void ResumeScript()
    {
        _dashes = 0;
        _state = _scriptMode == ScriptMode.Plain ? State.Script : State.ScriptEscaped;
    }

    private int ScriptLess(byte value, int position)
    {
        _matched = 0;
        _nestedDiffers = false;
        if (value == '/')
        {
            _state = _scriptMode == ScriptMode.DoubleEscaped ? State.ScriptNestedName : State.ScriptEndTag;
            return _scriptMode == ScriptMode.DoubleEscaped ? position + 1 : position;
        }

        if (value == '!' && _scriptMode == ScriptMode.Plain)
        {
            _state = State.ScriptEscapeStart;
            return position + 1;
        }

        if (_scriptMode == ScriptMode.Escaped && char.IsAsciiLetter((char)value))
        {
            _state = State.ScriptNestedName;
            return position;
        }

        ResumeScript();
        return position;
    }

    private int ScriptEscapeStart(byte value, int position)
    {
        if (value != '-')
        {
            ResumeScript();
            return position;
        }

        if (++_matched == 2)
        {
            _scriptMode = ScriptMode.Escaped;
            _state = State.ScriptEscaped;
            _dashes = 2;
        }

        return position + 1;
    }

    private int ScriptEscaped(ReadOnlySpan<byte> chunk, int position)
    {
        if (_dashes == 0)
        {
            var offset = chunk[position..].IndexOfAny((byte)'-', (byte)'<');
            if (offset < 0)
            {
                return chunk.Length;
            }

            position += offset;
        }

        switch (chunk[position])
        {
            case (byte)'-':
                _dashes = Math.Min(2, _dashes + 1);
                break;
            case (byte)'<':
                _state = State.ScriptLess;
                break;
            case (byte)'>' when _dashes == 2:
                _scriptMode = ScriptMode.Plain;
                ResumeScript();
                break;
            default:
                _dashes = 0;
                break;
        }

        return position + 1;
    }

    private int ScriptEndTag(byte value, int position)
    {
        if (MatchesEndTag(value))
        {
            return position + 1;
        }

        if (IsWholeEndTag(value))
        {
            BeginAttributes(HtmlTag.Script, isEnd: true);
        }
        else
        {
            ResumeScript();
        }

        return position;
    }

    /// <summary>
    /// The double escape start and end states: a nested script tag toggles how the real end tag is read.
    /// </summary>
    private int ScriptNestedName(byte value, int position)
    {
        if (char.IsAsciiLetter((char)value))
        {
            var name = "script"u8;
            _nestedDiffers |= _matched >= name.Length || (value | 0x20) != name[_matched];
            _matched = Math.Min(_matched + 1, name.Length);
            return position + 1;
        }

        if (HtmlNames.TagFold[value] != 0)
        {
            ResumeScript();
            return position;
        }

        if (!_nestedDiffers && _matched == "script"u8.Length)
        {
            _scriptMode = _scriptMode == ScriptMode.Escaped ? ScriptMode.DoubleEscaped : ScriptMode.Escaped;
        }

        ResumeScript();
        return position + 1;
    }
}
