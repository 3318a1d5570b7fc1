namespace Crawler.WebStandards.Url;

/// <content>Path, query and fragment.</content>
internal ref partial struct UrlParser
{
    private void StartPath()
    {
        _offsets.PathStart = Offset();
        _offsets.QueryStart = 0;
    }

    /// <summary>Path start state, after an authority.</summary>
    private bool ParsePathStart()
    {
        StartPath();
        if (IsSpecial || _rest.StartsWith('/'))
        {
            return ParsePath();
        }

        return ParseQueryAndFragment();
    }

    /// <summary>Path state. A first slash is taken with the first segment.</summary>
    private bool ParsePath()
    {
        if (StartsWithSlash(_rest))
        {
            _rest = _rest[1..];
        }

        bool more;
        do
        {
            more = TakeSegment(out var segment);
            AppendSegment(segment, isLast: !more);
        }
        while (more);

        DisambiguateFromAuthority();
        return ParseQueryAndFragment();
    }

    /// <summary>Takes one segment and the slash after it. False if there is none.</summary>
    private bool TakeSegment(out ReadOnlySpan<char> segment)
    {
        var end = IsSpecial ? _rest.IndexOfAny("/?#\\") : _rest.IndexOfAny('/', '?', '#');
        if (end < 0)
        {
            segment = _rest;
            _rest = default;
            return false;
        }

        segment = _rest[..end];
        var more = _rest[end] is '/' or '\\';
        _rest = _rest[(more ? end + 1 : end)..];
        return more;
    }

    private void AppendSegment(ReadOnlySpan<char> segment, bool isLast)
    {
        switch (DotSegment.Dots(segment))
        {
            case 2:
                ShortenPath();
                if (isLast)
                {
                    _output.Append('/');
                }

                return;
            case 1:
                if (isLast)
                {
                    _output.Append('/');
                }

                return;
        }

        var first = _output.Length == _offsets.PathStart;
        _output.Append('/');
        PercentEncoding.Append(ref _output, segment, PercentEncoding.Path);
        if (first && _scheme == SchemeKind.File && WindowsDrive.IsLetter(segment))
        {
            _output.Set(_output.Length - 1, ':');
        }
    }

    /// <summary>Removes the last segment, but not a file URL's drive letter.</summary>
    private void ShortenPath()
    {
        var path = _output.Text[_offsets.PathStart..];
        var slash = path.LastIndexOf('/');
        if (slash < 0 || (_scheme == SchemeKind.File && slash == 0 && WindowsDrive.Of(path).Length == path.Length))
        {
            return;
        }

        _output.Truncate(_offsets.PathStart + slash);
    }

    /// <summary>Without a host, a path of two slashes would read as an authority (section 4.5).</summary>
    private void DisambiguateFromAuthority()
    {
        if (_offsets.HostKind == HostKind.None && _output.Text[_offsets.PathStart..].StartsWith("//"))
        {
            _output.Insert(_offsets.PathStart, "/.");
            _offsets.PathStart += 2;
        }
    }

    /// <summary>Opaque path state. A blank before the query or the fragment would be lost when read again.</summary>
    private bool ParseOpaquePath()
    {
        StartPath();
        _offsets.HasOpaquePath = true;
        var end = _rest.IndexOfAny('?', '#');
        var path = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[end..];
        var escapedBlank = path.EndsWith(' ') && !_rest.IsEmpty;
        PercentEncoding.Append(ref _output, escapedBlank ? path[..^1] : path, PercentEncoding.Control);
        if (escapedBlank)
        {
            _output.Append("%20");
        }

        return ParseQueryAndFragment();
    }

    /// <summary>Query state, fragment state.</summary>
    private bool ParseQueryAndFragment()
    {
        if (_rest.StartsWith('?'))
        {
            _offsets.QueryStart = Offset();
            _output.Append('?');
            var end = _rest.IndexOf('#');
            AppendQuery(end < 0 ? _rest[1..] : _rest[1..end]);
            _rest = end < 0 ? default : _rest[end..];
        }

        if (_rest.StartsWith('#'))
        {
            _offsets.FragmentStart = Offset();
            _output.Append('#');
            PercentEncoding.Append(ref _output, _rest[1..], PercentEncoding.Fragment);
        }

        return true;
    }

    private void AppendQuery(ReadOnlySpan<char> query)
    {
        var kept = IsSpecial ? PercentEncoding.SpecialQuery : PercentEncoding.Query;
        var unicodeOnly = !IsSpecial || _scheme is SchemeKind.Ws or SchemeKind.Wss;
        if (!unicodeOnly && QueryEncoding.IsLegacy(_encoding))
        {
            QueryEncoding.Append(ref _output, query, _encoding!, kept);
        }
        else
        {
            PercentEncoding.Append(ref _output, query, kept);
        }
    }
}
