using System.Text.RegularExpressions;

namespace Crawler.ServiceDefaults.Sentry;

/// <summary>Takes out of text what must not leave the installation.</summary>
/// <remarks>
/// User names and passwords in URLs (a DSN's key is one), what authenticates a request, and values whose names say that
/// they are secret, in queries, connection strings, JSON and prose. Better a word too many than a password: what merely
/// looks like one goes too. The patterns run in linear time, so that no text can hold the sender up.
/// </remarks>
internal static class SecretScrubbing
{
    public const string Filtered = "[Filtered]";

    private const RegexOptions Options =
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
        | RegexOptions.ExplicitCapture;

    private const string SecretNames =
        "passw(or)?d|passphrase|pwd|secret|token|api[-_.]?key|access[-_.]?key|private[-_.]?key|account[-_.]?key"
        + "|credential|authori[sz]ation|cookie|session[-_.]?id|signature|jwt|dsn";

    private static readonly Regex SecretName = new(SecretNames, Options);

    private static readonly Regex[] Rules =
    [
        new("-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(-----END [A-Z ]*PRIVATE KEY-----)?", Options),
        new(@"\b(?<kept>((proxy-)?authorization|(set-)?cookie2?|x-sentry-auth)[""'\\]*\s*[:=])[^\r\n]*", Options),
        new(@"\b(?<kept>[a-z][a-z0-9+.-]*://)[^/?#\s@""'<>]+(?<after>@)", Options),
        new(
            $"""(?<kept>({SecretNames})[\w.-]*[\\"']*\s*[:=]\s*)"""
            + """(\\?"[^"\\\r\n]*|\\?'[^'\\\r\n]*|[^\s&;,"'\\<>()\[\]\x7B\x7D]+)""",
            Options),
        new(@"(?<kept>[?&;](sig|sid|auth|key|code|otp|pass|pw|hmac|nonce)=)[^&;\s#""'<>]+", Options),
        new(@"\b(?<kept>(bearer|basic|digest)\s+)[\w.~+/=-]{6,}", Options),
        new(@"(?<kept>crawler_[0-9a-f]{8}_)[0-9a-f]+", Options),
        new(@"\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*", Options),
    ];

    /// <summary>Whether a value is secret by its name.</summary>
    public static bool IsSecret(string name) => SecretName.IsMatch(name);

    /// <summary>The text without its secrets, cut to a length before anything else.</summary>
    public static string Scrub(string text, int maxLength)
    {
        var scrubbed = text.Length > maxLength ? text[..maxLength] : text;
        foreach (var rule in Rules)
        {
            scrubbed = rule.Replace(
                scrubbed, match => $"{match.Groups["kept"].Value}{Filtered}{match.Groups["after"].Value}");
        }

        return scrubbed;
    }
}
