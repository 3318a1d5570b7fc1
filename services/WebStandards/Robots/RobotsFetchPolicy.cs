namespace Crawler.WebStandards.Robots;

/// <summary>Decides what the end of a robots.txt fetch means (RFC 9309, sections 2.3.1 and 2.4).</summary>
/// <remarks>
/// <list type="table">
/// <item><term>2xx</term><description>obey the body, also where it is empty</description></item>
/// <item><term>3xx, or redirected too often</term><description>no file: allow all</description></item>
/// <item><term>429</term><description>the origin is overloaded: disallow all, and try again</description></item>
/// <item><term>other 4xx</term><description>no file: allow all</description></item>
/// <item><term>5xx, anything else, no answer</term><description>unreachable: disallow all, and try
/// again</description></item>
/// </list>
/// </remarks>
public static class RobotsFetchPolicy
{
    /// <summary>
    /// Redirects that are followed, also across origins; RFC 9309, section 2.3.1.2 asks for at least five.
    /// </summary>
    public const int MaxRedirects = 5;

    /// <summary>
    /// No answer is used for longer (RFC 9309, section 2.4). It is also what an answer without max-age gets.
    /// </summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(24);

    /// <summary>
    /// A shorter max-age is raised to this, so that no origin makes a crawler fetch little but its robots.txt.
    /// </summary>
    public static readonly TimeSpan MinLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The first pause before an unreachable file is tried again; a caller that keeps failing lengthens it.
    /// </summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromMinutes(1);

    /// <param name="status">The final status, after redirects that could be followed.</param>
    /// <param name="maxAge">The max-age of the answer's Cache-Control. Null where it has none.</param>
    public static RobotsDecision Answered(int status, TimeSpan? maxAge = null) => status switch
    {
        >= 200 and < 300 => new(RobotsVerdict.ObeyBody, Lifetime(maxAge)),
        429 => Unanswered(),
        >= 300 and < 500 => new(RobotsVerdict.AllowAll, Lifetime(maxAge)),
        _ => Unanswered(),
    };

    /// <summary>DNS, connection, TLS, time-out or a broken body: there is no answer to judge.</summary>
    public static RobotsDecision Unanswered() => new(RobotsVerdict.DisallowAll, RetryDelay);

    /// <summary>More than <see cref="MaxRedirects"/> redirects, or a circle of them.</summary>
    public static RobotsDecision RedirectedTooOften() => new(RobotsVerdict.AllowAll, MaxLifetime);

    private static TimeSpan Lifetime(TimeSpan? maxAge)
    {
        var lifetime = maxAge ?? MaxLifetime;

        return lifetime < MinLifetime ? MinLifetime : lifetime > MaxLifetime ? MaxLifetime : lifetime;
    }
}
