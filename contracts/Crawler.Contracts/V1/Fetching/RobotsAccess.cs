namespace Crawler.Contracts.V1.Fetching;

/// <summary>What an origin allows to robots.</summary>
public enum RobotsAccess
{
    /// <summary>A value that this version does not know; treated as <see cref="Unreachable"/>.</summary>
    Other,

    /// <summary>The rules of the text.</summary>
    Rules,

    /// <summary>Everything: the server says that there is no robots.txt (4xx).</summary>
    AllowAll,

    /// <summary>Nothing for now: the server failed or could not be reached.</summary>
    Unreachable,
}
