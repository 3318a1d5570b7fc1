using System.Runtime.InteropServices;
using System.Text;

namespace Crawler.WebStandards.Url.Idna;

/// <summary>
/// ToASCII of UTS 46 (revision 33) as the URL Standard's "domain to ASCII" calls it when not strict: not
/// transitional, CheckBidi and CheckJoiners on, CheckHyphens, UseSTD3ASCIIRules and VerifyDnsLength off.
/// </summary>
/// <remarks>
/// Only a domain with a character outside ASCII comes here. One in ASCII is lowercased and otherwise left alone,
/// labels that claim to be Punycode included.
/// </remarks>
internal static class DomainToAscii
{
    /// <summary>
    /// Punycode costs the square of a label's length. No longer name can be looked up: the 253 octets that DNS has for
    /// it hold at most as many code points, of two UTF-16 units each.
    /// </summary>
    public const int MaxLength = 512;

    private const string Prefix = "xn--";

    public static bool TryAppend(ReadOnlySpan<char> domain, ref UrlBuffer output)
    {
        if (domain.Length > MaxLength)
        {
            return false;
        }

        var mapped = new UrlBuffer(domain.Length * 2);
        Map(domain, ref mapped);
        var normalized = mapped.Length <= MaxLength ? mapped.Text.ToString().Normalize(NormalizationForm.FormC) : "";
        mapped.Dispose();
        return normalized.Length > 0 && TryAppendLabels(normalized, ref output);
    }

    private static void Map(ReadOnlySpan<char> domain, ref UrlBuffer mapped)
    {
        Span<char> utf16 = stackalloc char[2];
        foreach (var rune in domain.EnumerateRunes())
        {
            switch (IdnaTable.Status(rune))
            {
                case CodePointTraits.Ignored:
                    break;
                case CodePointTraits.Mapped:
                    IdnaTable.AppendMapping(ref mapped, rune);
                    break;
                default:
                    mapped.Append(utf16[..rune.EncodeToUtf16(utf16)]);
                    break;
            }
        }
    }

    private static bool TryAppendLabels(string domain, ref UrlBuffer output)
    {
        var texts = domain.Split('.');
        var labels = new List<Rune>[texts.Length];
        var bidi = false;
        for (var index = 0; index < texts.Length; index++)
        {
            if (!TryDecode(texts[index], out labels[index]))
            {
                return false;
            }

            bidi |= LabelRules.IsRightToLeft(CollectionsMarshal.AsSpan(labels[index]));
        }

        for (var index = 0; index < texts.Length; index++)
        {
            var label = CollectionsMarshal.AsSpan(labels[index]);
            if (!LabelRules.IsValid(label, bidi))
            {
                return false;
            }

            if (index > 0)
            {
                output.Append('.');
            }

            AppendLabel(ref output, texts[index], label);
        }

        return true;
    }

    /// <summary>The label in Unicode. One that was Punycode must be what encoding would have made of it.</summary>
    private static bool TryDecode(string text, out List<Rune> label)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            label = [.. text.EnumerateRunes()];
            return true;
        }

        label = [];
        if (!Punycode.TryDecode(text.AsSpan(Prefix.Length), label) || label.TrueForAll(rune => rune.IsAscii))
        {
            return false;
        }

        var decoded = string.Concat(label);
        return decoded.IsNormalized(NormalizationForm.FormC) && !decoded.StartsWith(Prefix, StringComparison.Ordinal);
    }

    private static void AppendLabel(ref UrlBuffer output, string text, ReadOnlySpan<Rune> label)
    {
        if (Ascii.IsValid(text))
        {
            output.Append(text);
            return;
        }

        output.Append(Prefix);
        Punycode.AppendEncoded(ref output, label);
    }
}
