using System.Text;

namespace Crawler.WebStandards.Url;

/// <summary>The parser of the URL Standard, section 4.4, for input that <see cref="PlainUrl"/> leaves to it.</summary>
/// <remarks>
/// The standard describes a state machine over code points that fills a record. This writes the serialised URL from
/// left to right instead, a component at a time: each method takes what the machine would do in the states named in
/// its summary. The input has neither tabs nor newlines, and no blanks at its ends.
/// </remarks>
internal ref partial struct UrlParser
{
    private readonly WebUrl? _base;
    private readonly Encoding? _encoding;
    private ReadOnlySpan<char> _rest;
    private UrlBuffer _output;
    private UrlOffsets _offsets;
    private SchemeKind _scheme;

    private UrlParser(ReadOnlySpan<char> input, WebUrl? baseUrl, Encoding? encoding)
    {
        _rest = input;
        _base = baseUrl;
        _encoding = encoding;
        _output = new UrlBuffer(input.Length + (baseUrl?.Href.Length ?? 0) + 64);
        _offsets.Port = UrlOffsets.NoPort;
    }

    public static WebUrl? Parse(ReadOnlySpan<char> input, WebUrl? baseUrl, Encoding? encoding)
    {
        var parser = new UrlParser(input, baseUrl, encoding);
        try
        {
            return parser.Parse() && parser._output.Length <= WebUrl.MaxLength
                ? new WebUrl(parser._output.Text.ToString(), parser._offsets)
                : null;
        }
        finally
        {
            parser.Dispose();
        }
    }

    private readonly bool IsSpecial => _scheme != SchemeKind.Other;

    public void Dispose()
    {
        _output.Dispose();
    }

    private bool Parse()
    {
        return TryTakeScheme() ? ParseAfterScheme() : ParseRelative();
    }

    /// <summary>Scheme start state, scheme state.</summary>
    private bool TryTakeScheme()
    {
        if (_rest.IsEmpty || !char.IsAsciiLetter(_rest[0]))
        {
            return false;
        }

        var length = 1;
        while (length < _rest.Length && IsSchemeCharacter(_rest[length]))
        {
            length++;
        }

        if (length == _rest.Length || _rest[length] != ':' || length > WebUrl.MaxLength)
        {
            return false;
        }

        _output.AppendLowered(_rest[..length]);
        _scheme = Schemes.KindOf(_output.Text);
        EndScheme();
        _rest = _rest[(length + 1)..];
        return true;
    }

    private void EndScheme()
    {
        _offsets.SchemeEnd = (ushort)_output.Length;
        _output.Append(':');
        EndEmptyAuthority();
    }

    private void EndEmptyAuthority()
    {
        _offsets.UsernameEnd = _offsets.HostStart = _offsets.HostEnd = (ushort)_output.Length;
    }

    /// <summary>The states that the scheme state leads to.</summary>
    private bool ParseAfterScheme()
    {
        if (_scheme == SchemeKind.File)
        {
            return ParseFile();
        }

        if (IsSpecial)
        {
            var sameScheme = _base is not null && _base.SchemeSpan.SequenceEqual(_output.Text[.._offsets.SchemeEnd]);
            if (sameScheme && !_rest.StartsWith("//"))
            {
                return ParseAgainstHierarchy();
            }

            return SkipSlashes() && ParseAuthority();
        }

        if (_rest.StartsWith("//"))
        {
            _rest = _rest[2..];
            return ParseAuthority();
        }

        if (_rest.StartsWith('/'))
        {
            StartPath();
            return ParsePath();
        }

        return ParseOpaquePath();
    }

    /// <summary>No scheme state.</summary>
    private bool ParseRelative()
    {
        if (_base is null || (_base.HasOpaquePath && !_rest.StartsWith('#')))
        {
            return false;
        }

        if (_base.HasOpaquePath)
        {
            CopyBase(_base.QueryEnd);
            return ParseQueryAndFragment();
        }

        _output.Append(_base.SchemeSpan);
        _scheme = Schemes.KindOf(_base.SchemeSpan);
        EndScheme();
        return _scheme == SchemeKind.File ? ParseFile() : ParseAgainstHierarchy();
    }

    /// <summary>Relative state, relative slash state.</summary>
    private bool ParseAgainstHierarchy()
    {
        if (!StartsWithSlash(_rest))
        {
            return ParseAgainstPath();
        }

        if (StartsWithSlash(_rest[1..]))
        {
            _rest = _rest[2..];
            return (!IsSpecial || SkipSlashes()) && ParseAuthority();
        }

        CopyBase(_base!.AuthorityEnd);
        StartPath();
        return ParsePath();
    }

    private bool ParseAgainstPath()
    {
        if (_rest.IsEmpty || _rest[0] == '#')
        {
            CopyBase(_base!.QueryEnd);
        }
        else if (_rest[0] == '?')
        {
            CopyBase(_base!.PathEnd);
            _offsets.QueryStart = 0;
        }
        else
        {
            CopyBase(_base!.AuthorityEnd);
            StartPath();
            _output.Append(_base.PathSpan);
            ShortenPath();
            return ParsePath();
        }

        return ParseQueryAndFragment();
    }

    /// <summary>Special authority slashes state, special authority ignore slashes state. Always true.</summary>
    private bool SkipSlashes()
    {
        _rest = _rest.TrimStart("/\\");
        return true;
    }

    /// <summary>Takes over the base's serialisation up to a place, with the offsets but the fragment's.</summary>
    private void CopyBase(int end)
    {
        _output.Truncate(0);
        _output.Append(_base!.Href.AsSpan(0, end));
        _offsets = _base.Offsets;
        _offsets.FragmentStart = 0;
    }

    private readonly bool StartsWithSlash(ReadOnlySpan<char> text)
    {
        return !text.IsEmpty && (text[0] == '/' || (text[0] == '\\' && IsSpecial));
    }

    private static bool IsSchemeCharacter(char character)
    {
        return char.IsAsciiLetterOrDigit(character) || character is '+' or '-' or '.';
    }
}
