using System.Diagnostics.CodeAnalysis;

namespace Crawler.ServiceDefaults.Sentry;

/// <summary>
/// The address of a Sentry project: <c>{scheme}://{public key}[:{secret key}]@{host}[{path}]/{project}</c> (Sentry SDK
/// documentation, Parsing the DSN).
/// </summary>
internal sealed record SentryDsn
{
    public required string PublicKey { get; init; }

    /// <summary>Null in DSNs of today.</summary>
    public string? SecretKey { get; init; }

    public required string ProjectId { get; init; }

    /// <summary>What stands before the project, without a slash at its end; mostly empty.</summary>
    public required string Path { get; init; }

    /// <summary>Where envelopes are posted to.</summary>
    public required Uri EnvelopeUrl { get; init; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out SentryDsn? dsn)
    {
        dsn = null;
        if (!Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
            || url.Host.Length == 0)
        {
            return false;
        }

        var keys = url.UserInfo.Split(':', 2);
        var path = url.AbsolutePath.TrimEnd('/');
        var cut = path.LastIndexOf('/');
        if (keys[0].Length == 0 || cut < 0 || cut == path.Length - 1 || url.Query.Length > 0)
        {
            return false;
        }

        var project = path[(cut + 1)..];
        dsn = new SentryDsn
        {
            PublicKey = Uri.UnescapeDataString(keys[0]),
            SecretKey = keys is [_, { Length: > 0 } secret] ? Uri.UnescapeDataString(secret) : null,
            ProjectId = project,
            Path = path[..cut],
            EnvelopeUrl = new Uri($"{url.Scheme}://{url.Authority}{path[..cut]}/api/{project}/envelope/"),
        };
        return true;
    }

    /// <summary>The value of the <c>X-Sentry-Auth</c> header.</summary>
    public string Authorize(string client) =>
        $"Sentry sentry_version=7, sentry_client={client}, sentry_key={PublicKey}"
        + (SecretKey is null ? "" : $", sentry_secret={SecretKey}");

    /// <summary>Holds no key, so that it may be logged.</summary>
    public override string ToString() => EnvelopeUrl.ToString();
}
