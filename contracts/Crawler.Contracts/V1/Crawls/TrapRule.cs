namespace Crawler.Contracts.V1.Crawls;

/// <summary>What makes URLs look like a spider trap.</summary>
/// <remarks>Consumers take a value that they do not know for another rule. Since V1.</remarks>
public enum TrapRule
{
    /// <summary>Paths that go round: <c>/a/b/a/b/a/b</c>.</summary>
    RepeatedSegments,

    /// <summary>Ever new, ever longer or ever higher parameters of one path.</summary>
    EndlessParameters,

    /// <summary>Dates that run away from the present.</summary>
    Calendar,

    /// <summary>One page under ever new identifiers of a visit.</summary>
    SessionIds,
}
