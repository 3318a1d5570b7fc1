using System.Text.Unicode;

namespace Crawler.WebStandards.Charsets;

/// <summary>
/// Decides a body's encoding before it is decoded (HTML Standard 13.2.3.2): byte order mark, then the Content-Type
/// header, then what the first bytes declare, then a default.
/// </summary>
public static class CharsetSniffer
{
    /// <summary>How many of a body's first bytes are searched for a declaration.</summary>
    public const int PrescanBytes = 1024;

    /// <summary>Decides from a body's first bytes and its Content-Type header.</summary>
    /// <param name="head">At least <see cref="PrescanBytes"/> bytes, or the whole of a shorter body; more helps the
    /// guess.</param>
    /// <param name="contentType">The header's value, if there was one.</param>
    /// <param name="guessUtf8">
    /// Whether an undeclared body whose first bytes are valid UTF-8, and not ASCII alone, is UTF-8 rather than
    /// windows-1252. Browsers do not, for the sake of pages older than UTF-8; among undeclared pages of today it is
    /// right nearly always.
    /// </param>
    /// <param name="prescanBytes">How far to look for a declaration.</param>
    public static CharsetDecision Decide(
        ReadOnlySpan<byte> head, string? contentType, bool guessUtf8 = true, int prescanBytes = PrescanBytes)
    {
        if (ByteOrderMark(head) is { } marked)
        {
            return new CharsetDecision(marked, CharsetSource.ByteOrderMark);
        }

        if (CharsetLabel.Find(ContentTypeCharset.Find(contentType)) is { } stated)
        {
            return new CharsetDecision(stated, CharsetSource.ContentType);
        }

        if (CharsetPrescan.Find(head[..Math.Min(head.Length, prescanBytes)]) is { } declared)
        {
            return new CharsetDecision(declared, CharsetSource.Declaration);
        }

        return guessUtf8 && LooksLikeUtf8(head)
            ? new CharsetDecision(WebCharset.Utf8, CharsetSource.ValidUtf8)
            : new CharsetDecision(WebCharset.Windows1252, CharsetSource.Default);
    }

    private static WebCharset? ByteOrderMark(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8))
        {
            return WebCharset.Utf8;
        }

        if (head.Length < 2)
        {
            return null;
        }

        return (head[0], head[1]) switch
        {
            (0xFE, 0xFF) => WebCharset.Utf16Be,
            (0xFF, 0xFE) => WebCharset.Utf16Le,
            _ => null,
        };
    }

    private static bool LooksLikeUtf8(ReadOnlySpan<byte> head)
    {
        if (head.IndexOfAnyInRange((byte)0x80, (byte)0xFF) < 0)
        {
            return false;
        }

        // The head may cut the last character.
        for (var cut = 0; cut <= 3 && cut < head.Length; cut++)
        {
            if (Utf8.IsValid(head[..^cut]))
            {
                return head[..^cut].IndexOfAnyInRange((byte)0x80, (byte)0xFF) >= 0;
            }
        }

        return false;
    }
}
