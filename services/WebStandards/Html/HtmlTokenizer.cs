namespace Crawler.WebStandards.Html;

/// <summary>
/// The tokenizer of the HTML Standard (section 13.2.5) over UTF-8 bytes that arrive in chunks cut anywhere.
/// </summary>
/// <remarks>
/// It tells its sink of the elements that a crawler reads and keeps nothing else, so its memory does not grow with the
/// page. A tag that lies whole in one chunk is read by the fast path (<c>TagReading</c>), its values being slices of
/// the chunk; one that a chunk's end cuts is read by the resumable states (<c>TagStates</c>), which copy the values
/// they need. Both give the same token. Text, comments and raw text are skipped by vectorised search.
/// <para>
/// Scripting is off: noscript holds markup. A tag cut by the end of the input is not emitted. Attribute values are
/// bounded by <see cref="HtmlTagToken.MaxValueBytes"/>, a title's text by <see cref="MaxTitleBytes"/>.
/// </para>
/// </remarks>
internal sealed partial class HtmlTokenizer(IHtmlTokenSink sink)
{
    public const int MaxTitleBytes = 16 * 1024;

    private readonly HtmlTagToken _token = new();
    private readonly ForeignContent _foreign = new();
    private State _state;
    private int _matched;

    private enum State : byte
    {
        Data,
        TagOpen,
        EndTagOpen,
        TagName,
        BeforeAttributeName,
        AttributeName,
        AfterAttributeName,
        BeforeAttributeValue,
        DoubleQuotedValue,
        SingleQuotedValue,
        UnquotedValue,
        SelfClosing,
        MarkupDeclaration,
        DeclarationDash,
        CDataOpen,
        CData,
        Bogus,
        CommentStart,
        CommentStartDash,
        Comment,
        CommentEndDash,
        CommentEnd,
        CommentEndBang,
        RawText,
        RawTextEndTag,
        Script,
        ScriptLess,
        ScriptEscapeStart,
        ScriptEndTag,
        ScriptEscaped,
        ScriptNestedName,
        PlainText,
    }

    public void Reset()
    {
        _state = State.Data;
        _matched = 0;
        _foreign.Clear();
        ClearTag();
        ClearText();
    }

    public void Write(ReadOnlySpan<byte> chunk)
    {
        var position = 0;
        while (position < chunk.Length)
        {
            position = _state == State.Data ? Data(chunk, position) : Step(chunk, position);
        }
    }

    public void Complete()
    {
        EndText(0);
        _state = State.PlainText;
    }

    private int Data(ReadOnlySpan<byte> chunk, int position)
    {
        while (_state == State.Data && position < chunk.Length)
        {
            if (chunk[position] != '<')
            {
                var offset = chunk[position..].IndexOf((byte)'<');
                if (offset < 0)
                {
                    return chunk.Length;
                }

                position += offset;
            }

            var next = ReadTag(chunk, position);
            if (next < 0)
            {
                _state = State.TagOpen;
                return position + 1;
            }

            position = next;
        }

        return position;
    }

    private int Step(ReadOnlySpan<byte> chunk, int position) => _state switch
    {
        State.TagOpen => TagOpen(chunk[position], position),
        State.EndTagOpen => EndTagOpen(chunk[position], position),
        >= State.TagName and <= State.SelfClosing => TagStep(chunk, position),
        State.MarkupDeclaration => MarkupDeclaration(chunk[position], position),
        State.DeclarationDash => Expect(chunk[position] == '-', State.CommentStart, State.Bogus, position),
        State.CDataOpen => CDataOpen(chunk[position], position),
        State.CData => CData(chunk, position),
        State.Bogus => SkipPast(chunk, position, (byte)'>', State.Data),
        >= State.CommentStart and <= State.CommentEndBang => CommentStep(chunk, position),
        State.RawText => RawText(chunk, position),
        State.RawTextEndTag => RawTextEndTag(chunk, position),
        >= State.Script and <= State.ScriptNestedName => ScriptStep(chunk, position),
        _ => chunk.Length,
    };

    private int TagOpen(byte value, int position)
    {
        switch (value)
        {
            case (byte)'!':
                _state = State.MarkupDeclaration;
                return position + 1;
            case (byte)'/':
                _state = State.EndTagOpen;
                return position + 1;
            case (byte)'?':
                _state = State.Bogus;
                return position;
            default:
                if (char.IsAsciiLetter((char)value))
                {
                    BeginTagName(isEnd: false);
                }
                else
                {
                    _state = State.Data;
                }

                return position;
        }
    }

    private int EndTagOpen(byte value, int position)
    {
        if (char.IsAsciiLetter((char)value))
        {
            BeginTagName(isEnd: true);
            return position;
        }

        return Expect(value == '>', State.Data, State.Bogus, position);
    }

    /// <summary>Doctypes are skipped as bogus comments are: every one of their states ends at the first '>'.</summary>
    private int MarkupDeclaration(byte value, int position)
    {
        if (value == '-')
        {
            _state = State.DeclarationDash;
            return position + 1;
        }

        _matched = 0;
        return Expect(value == '[' && _foreign.AllowsCData, State.CDataOpen, State.Bogus, position);
    }

    private int CDataOpen(byte value, int position)
    {
        var opening = "CDATA["u8;
        if (value != opening[_matched])
        {
            _state = State.Bogus;
            return position;
        }

        if (++_matched == opening.Length)
        {
            _matched = 0;
            _state = State.CData;
        }

        return position + 1;
    }

    private int CData(ReadOnlySpan<byte> chunk, int position)
    {
        if (_matched == 0)
        {
            var offset = chunk[position..].IndexOf((byte)']');
            if (offset < 0)
            {
                return chunk.Length;
            }

            _matched = 1;
            return position + offset + 1;
        }

        switch (chunk[position])
        {
            case (byte)']':
                _matched = 2;
                break;
            case (byte)'>' when _matched == 2:
                _state = State.Data;
                break;
            default:
                _matched = 0;
                break;
        }

        return position + 1;
    }

    /// <summary>
    /// The states after '&lt;' inside a comment only report errors, so they need no counterpart: "--&gt;" and "--!&gt;"
    /// end a comment everywhere, "&gt;" and "-&gt;" at its start (13.2.5.43 to 13.2.5.52).
    /// </summary>
    private int CommentStep(ReadOnlySpan<byte> chunk, int position)
    {
        var value = chunk[position];
        switch (_state)
        {
            case State.CommentStart when value == '-':
                _state = State.CommentStartDash;
                return position + 1;
            case State.CommentStart or State.CommentStartDash or State.CommentEnd or State.CommentEndBang
                when value == '>':
                _state = State.Data;
                return position + 1;
            case State.CommentStartDash or State.CommentEndDash when value == '-':
            case State.CommentEnd when value == '-':
                _state = State.CommentEnd;
                return position + 1;
            case State.CommentEnd when value == '!':
                _state = State.CommentEndBang;
                return position + 1;
            case State.CommentEndBang when value == '-':
                _state = State.CommentEndDash;
                return position + 1;
            case State.Comment:
                return SkipPast(chunk, position, (byte)'-', State.CommentEndDash);
            default:
                _state = State.Comment;
                return position;
        }
    }

    /// <summary>Consumes the byte if it is the expected one, and leaves it to the other state if not.</summary>
    private int Expect(bool expected, State then, State otherwise, int position)
    {
        _state = expected ? then : otherwise;
        return expected ? position + 1 : position;
    }

    private int SkipPast(ReadOnlySpan<byte> chunk, int position, byte value, State then)
    {
        var offset = chunk[position..].IndexOf(value);
        if (offset < 0)
        {
            return chunk.Length;
        }

        _state = then;
        return position + offset + 1;
    }
}
