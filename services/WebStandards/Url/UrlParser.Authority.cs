using System.Globalization;

namespace Crawler.WebStandards.Url;

/// <content>Credentials, host and port; and the hosts of file URLs.</content>
internal ref partial struct UrlParser
{
    private const int MaxPort = 65_535;

    /// <summary>Authority state, host state, port state.</summary>
    private bool ParseAuthority()
    {
        var authority = TakeAuthority();
        _output.Append("//");
        EndEmptyAuthority();
        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            AppendCredentials(authority[..at]);
            authority = authority[(at + 1)..];
            if (authority.IsEmpty)
            {
                return false;
            }
        }

        var colon = PortColon(authority);
        var host = colon < 0 ? authority : authority[..colon];
        if (host.IsEmpty && (IsSpecial || colon >= 0))
        {
            return false;
        }

        _offsets.HostStart = Offset();
        if (!HostText.TryAppend(host, !IsSpecial, ref _output, out _offsets.HostKind))
        {
            return false;
        }

        _offsets.HostEnd = Offset();
        return (colon < 0 || TryAppendPort(authority[(colon + 1)..])) && ParsePathStart();
    }

    private ReadOnlySpan<char> TakeAuthority()
    {
        var end = IsSpecial ? _rest.IndexOfAny("/?#\\") : _rest.IndexOfAny('/', '?', '#');
        if (end < 0)
        {
            end = _rest.Length;
        }

        var authority = _rest[..end];
        _rest = _rest[end..];
        return authority;
    }

    private void AppendCredentials(ReadOnlySpan<char> credentials)
    {
        var colon = credentials.IndexOf(':');
        var username = colon < 0 ? credentials : credentials[..colon];
        var password = colon < 0 ? default : credentials[(colon + 1)..];
        PercentEncoding.Append(ref _output, username, PercentEncoding.UserInfo);
        _offsets.UsernameEnd = Offset();
        if (!password.IsEmpty)
        {
            _output.Append(':');
            PercentEncoding.Append(ref _output, password, PercentEncoding.UserInfo);
        }

        if (!username.IsEmpty || !password.IsEmpty)
        {
            _output.Append('@');
        }
    }

    /// <summary>The first colon that is not between square brackets.</summary>
    private static int PortColon(ReadOnlySpan<char> authority)
    {
        var bracketed = false;
        for (var index = 0; index < authority.Length; index++)
        {
            switch (authority[index])
            {
                case '[':
                    bracketed = true;
                    break;
                case ']':
                    bracketed = false;
                    break;
                case ':' when !bracketed:
                    return index;
            }
        }

        return -1;
    }

    private bool TryAppendPort(ReadOnlySpan<char> digits)
    {
        if (digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        var port = 0;
        foreach (var digit in digits)
        {
            port = (port * 10) + digit - '0';
            if (port > MaxPort)
            {
                return false;
            }
        }

        if (digits.IsEmpty || port == Schemes.DefaultPort(_scheme))
        {
            return true;
        }

        _offsets.Port = port;
        _output.Append(':');
        Span<char> text = stackalloc char[5];
        port.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        _output.Append(text[..length]);
        return true;
    }

    /// <summary>File state, file slash state.</summary>
    private bool ParseFile()
    {
        var fileBase = _base is not null && _base.SchemeSpan is "file" ? _base : null;
        if (StartsWithSlash(_rest))
        {
            if (StartsWithSlash(_rest[1..]))
            {
                _rest = _rest[2..];
                return ParseFileHost();
            }

            StartFileAuthority(fileBase);
            if (fileBase is not null && !WindowsDrive.StartsPath(_rest[1..]))
            {
                _output.Append(WindowsDrive.Of(fileBase.PathSpan));
            }

            return ParsePath();
        }

        if (fileBase is null)
        {
            StartFileAuthority(null);
            return ParsePath();
        }

        if (!_rest.IsEmpty && _rest[0] is not ('?' or '#') && WindowsDrive.StartsPath(_rest))
        {
            StartFileAuthority(fileBase);
            return ParsePath();
        }

        return ParseAgainstPath();
    }

    /// <summary>Writes the empty host, or the base's, after the scheme.</summary>
    private void StartFileAuthority(WebUrl? fileBase)
    {
        if (fileBase is not null)
        {
            CopyBase(fileBase.AuthorityEnd);
        }
        else
        {
            _output.Append("//");
            EndEmptyAuthority();
            _offsets.HostKind = HostKind.Empty;
        }

        StartPath();
    }

    /// <summary>File host state. A drive letter where a host is expected begins the path.</summary>
    private bool ParseFileHost()
    {
        var everything = _rest;
        var host = TakeAuthority();
        _output.Append("//");
        EndEmptyAuthority();
        _offsets.HostKind = HostKind.Empty;
        if (WindowsDrive.IsLetter(host))
        {
            _rest = everything;
            StartPath();
            return ParsePath();
        }

        if (host.IsEmpty)
        {
            return ParsePathStart();
        }

        if (!HostText.TryAppend(host, opaque: false, ref _output, out _offsets.HostKind))
        {
            return false;
        }

        if (_output.Text[_offsets.HostStart..] is "localhost")
        {
            _output.Truncate(_offsets.HostStart);
            _offsets.HostKind = HostKind.Empty;
        }

        _offsets.HostEnd = Offset();
        return ParsePathStart();
    }

    /// <summary>Offsets beyond the longest URL are not used: such a URL is refused when it is complete.</summary>
    private readonly ushort Offset()
    {
        return (ushort)Math.Min(_output.Length, ushort.MaxValue);
    }
}
