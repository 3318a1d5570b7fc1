namespace Crawler.WebStandards.Url.Traps;

/// <summary>What makes URLs look like a trap: a site that makes new ones without end.</summary>
public enum TrapRule
{
    /// <summary>A path that goes round: <c>/a/b/a/b/a/b</c>.</summary>
    RepeatedSegments,

    /// <summary>Ever new, ever longer or ever higher parameters of one path.</summary>
    EndlessParameters,

    /// <summary>Dates that run away from the present.</summary>
    Calendar,

    /// <summary>One page under ever new identifiers of a visit.</summary>
    SessionIds,
}
