using System.Buffers;
using System.Text;
using Crawler.WebStandards.Url.Idna;

namespace Crawler.WebStandards.Url;

/// <summary>The host parser of the URL Standard, section 3.5. Appends the serialised host.</summary>
internal static class HostText
{
    /// <summary>
    /// Bounds what decoding costs. The longest name that DNS holds takes 759 characters if all are escaped.
    /// </summary>
    private const int MaxEncodedLength = 1_024;

    private const string ForbiddenInHost = "\0\t\n\r #/:<>?@[\\]^|";

    private static readonly SearchValues<char> ForbiddenHost = SearchValues.Create(ForbiddenInHost);
    private static readonly SearchValues<char> Domain = PercentEncoding.Printable(ForbiddenInHost + "%");

    public static bool TryAppend(ReadOnlySpan<char> text, bool opaque, ref UrlBuffer output, out HostKind kind)
    {
        if (text.StartsWith('['))
        {
            kind = HostKind.Ipv6;
            return text.EndsWith(']') && Ipv6Text.TryAppend(text[1..^1], ref output);
        }

        if (opaque)
        {
            kind = text.IsEmpty ? HostKind.Empty : HostKind.Opaque;
            if (text.ContainsAny(ForbiddenHost))
            {
                return false;
            }

            PercentEncoding.Append(ref output, text, PercentEncoding.Control);
            return true;
        }

        var start = output.Length;
        kind = HostKind.Domain;
        if (!text.ContainsAnyExcept(Domain))
        {
            output.AppendLowered(text);
        }
        else if (!TryAppendOdd(text, ref output))
        {
            return false;
        }

        if (!Ipv4Text.EndsInNumber(output.Text[start..]))
        {
            return true;
        }

        kind = HostKind.Ipv4;
        var written = output.Text[start..].ToString();
        output.Truncate(start);
        return Ipv4Text.TryAppend(written, ref output);
    }

    /// <summary>A domain with escapes, with characters outside ASCII, or with forbidden ones.</summary>
    private static bool TryAppendOdd(ReadOnlySpan<char> text, ref UrlBuffer output)
    {
        if (text.Length > MaxEncodedLength)
        {
            return false;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(text.Length * 3);
        var count = PercentEncoding.Decode(text, bytes);
        var domain = Encoding.UTF8.GetString(bytes, 0, count);
        ArrayPool<byte>.Shared.Return(bytes);

        var start = output.Length;
        if (Ascii.IsValid(domain))
        {
            output.AppendLowered(domain);
        }
        else if (!DomainToAscii.TryAppend(domain, ref output))
        {
            return false;
        }

        return output.Length > start && !output.Text[start..].ContainsAnyExcept(Domain);
    }
}
