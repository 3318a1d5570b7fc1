namespace Crawler.WebStandards.Url;

/// <summary>Drive letters, which the paths of file URLs keep (URL Standard, section 4.2).</summary>
internal static class WindowsDrive
{
    public static bool IsLetter(ReadOnlySpan<char> segment)
    {
        return segment.Length == 2 && char.IsAsciiLetter(segment[0]) && segment[1] is ':' or '|';
    }

    /// <summary>True where the text begins with a drive letter that ends there or at a delimiter.</summary>
    public static bool StartsPath(ReadOnlySpan<char> text)
    {
        return text.Length >= 2 && IsLetter(text[..2]) && (text.Length == 2 || text[2] is '/' or '\\' or '?' or '#');
    }

    /// <summary>A path's first segment, with its slash, where it is a normalised drive letter; or nothing.</summary>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> path)
    {
        var isDrive = path.Length >= 3 && char.IsAsciiLetter(path[1]) && path[2] == ':'
            && (path.Length == 3 || path[3] == '/');
        return isDrive ? path[..3] : default;
    }
}
