namespace Crawler.WebStandards.Url.Idna;

/// <summary>What UTS 46, RFC 5893 (bidi) and RFC 5892 appendix A (joiners) ask of one code point.</summary>
[Flags]
internal enum CodePointTraits : ushort
{
    /// <summary>Disallowed, and without a bidi class.</summary>
    None = 0,

    /// <summary>Valid, or a deviation: the processing is non-transitional.</summary>
    Valid = 1,
    Ignored = 2,
    Mapped = 3,

    Left = 1 << 2,

    /// <summary>Bidi class R or AL.</summary>
    Right = 2 << 2,
    EuropeanNumber = 3 << 2,
    ArabicNumber = 4 << 2,
    NonSpacingMark = 5 << 2,

    /// <summary>Bidi class ES, CS, ET, ON or BN.</summary>
    Neutral = 6 << 2,

    /// <summary>General category M.</summary>
    Mark = 1 << 5,

    /// <summary>Canonical combining class 9.</summary>
    Virama = 1 << 6,

    /// <summary>Joining type L or D.</summary>
    JoinsNext = 1 << 7,

    /// <summary>Joining type R or D.</summary>
    JoinsPrevious = 1 << 8,

    /// <summary>Joining type T.</summary>
    Transparent = 1 << 9,
}
