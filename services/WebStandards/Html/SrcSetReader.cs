namespace Crawler.WebStandards.Html;

/// <summary>
/// Walks the image candidates of a srcset attribute (HTML Standard 4.8.4.3.8, "parse a srcset attribute").
/// </summary>
internal ref struct SrcSetReader(ReadOnlySpan<byte> value)
{
    private ReadOnlySpan<byte> _rest = value;

    public bool TryNext(out ReadOnlySpan<byte> url)
    {
        while (!_rest.IsEmpty && (HtmlNames.IsSpace(_rest[0]) || _rest[0] == ','))
        {
            _rest = _rest[1..];
        }

        var length = 0;
        while (length < _rest.Length && !HtmlNames.IsSpace(_rest[length]))
        {
            length++;
        }

        url = _rest[..length].TrimEnd((byte)',');
        if (url.Length == length)
        {
            SkipDescriptors(length);
        }
        else
        {
            _rest = _rest[length..];
        }

        return length > 0;
    }

    /// <summary>Goes to the comma that ends the candidate; one inside parentheses does not.</summary>
    private void SkipDescriptors(int position)
    {
        var inParentheses = false;
        while (position < _rest.Length && (inParentheses || _rest[position] != ','))
        {
            inParentheses = inParentheses ? _rest[position] != ')' : _rest[position] == '(';
            position++;
        }

        _rest = _rest[position..];
    }
}
