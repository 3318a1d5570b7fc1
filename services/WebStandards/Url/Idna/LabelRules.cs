using System.Text;

namespace Crawler.WebStandards.Url.Idna;

/// <summary>The validity criteria of UTS 46, section 4.1, with CheckBidi and CheckJoiners.</summary>
internal static class LabelRules
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    public static bool IsValid(ReadOnlySpan<Rune> label, bool bidiDomain)
    {
        if (label.IsEmpty)
        {
            return true;
        }

        if (IdnaTable.Traits(label[0]).HasFlag(CodePointTraits.Mark))
        {
            return false;
        }

        for (var index = 0; index < label.Length; index++)
        {
            if (IdnaTable.Status(label[index]) != CodePointTraits.Valid || label[index].Value == '.')
            {
                return false;
            }

            if (label[index].Value is ZeroWidthNonJoiner or ZeroWidthJoiner && !IsJoinerInContext(label, index))
            {
                return false;
            }
        }

        return !bidiDomain || FollowsBidiRule(label);
    }

    /// <summary>A label with a right-to-left character or an Arabic number makes its domain a bidi domain.</summary>
    public static bool IsRightToLeft(ReadOnlySpan<Rune> label)
    {
        foreach (var rune in label)
        {
            if (IdnaTable.BidiClass(rune) is CodePointTraits.Right or CodePointTraits.ArabicNumber)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>RFC 5892, appendices A.1 and A.2.</summary>
    private static bool IsJoinerInContext(ReadOnlySpan<Rune> label, int index)
    {
        if (index > 0 && IdnaTable.Traits(label[index - 1]).HasFlag(CodePointTraits.Virama))
        {
            return true;
        }

        if (label[index].Value == ZeroWidthJoiner)
        {
            return false;
        }

        var before = index - 1;
        while (before >= 0 && IdnaTable.Traits(label[before]).HasFlag(CodePointTraits.Transparent))
        {
            before--;
        }

        var after = index + 1;
        while (after < label.Length && IdnaTable.Traits(label[after]).HasFlag(CodePointTraits.Transparent))
        {
            after++;
        }

        return before >= 0 && IdnaTable.Traits(label[before]).HasFlag(CodePointTraits.JoinsNext)
            && after < label.Length && IdnaTable.Traits(label[after]).HasFlag(CodePointTraits.JoinsPrevious);
    }

    /// <summary>RFC 5893, section 2: the six conditions.</summary>
    private static bool FollowsBidiRule(ReadOnlySpan<Rune> label)
    {
        var first = IdnaTable.BidiClass(label[0]);
        if (first is not (CodePointTraits.Left or CodePointTraits.Right))
        {
            return false;
        }

        var european = false;
        var arabic = false;
        foreach (var rune in label)
        {
            var bidiClass = IdnaTable.BidiClass(rune);
            european |= bidiClass == CodePointTraits.EuropeanNumber;
            arabic |= bidiClass == CodePointTraits.ArabicNumber;
            var fits = first == CodePointTraits.Right
                ? bidiClass != CodePointTraits.Left
                : bidiClass is not (CodePointTraits.Right or CodePointTraits.ArabicNumber);
            if (!fits || bidiClass == CodePointTraits.None)
            {
                return false;
            }
        }

        return !(first == CodePointTraits.Right && european && arabic) && EndsWell(label, first);
    }

    private static bool EndsWell(ReadOnlySpan<Rune> label, CodePointTraits direction)
    {
        var last = label.Length - 1;
        while (IdnaTable.BidiClass(label[last]) == CodePointTraits.NonSpacingMark)
        {
            last--;
        }

        var bidiClass = IdnaTable.BidiClass(label[last]);
        return bidiClass == direction
            || bidiClass == CodePointTraits.EuropeanNumber
            || (bidiClass == CodePointTraits.ArabicNumber && direction == CodePointTraits.Right);
    }
}
