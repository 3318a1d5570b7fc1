namespace Crawler.WebStandards.Url.Traps;

/// <summary>How sure a URL is to carry the identifier of a visit.</summary>
internal enum SessionKind
{
    None,

    /// <summary>A long random value under a name that says nothing.</summary>
    Random,

    /// <summary>A name that is used for sessions.</summary>
    Named,
}
