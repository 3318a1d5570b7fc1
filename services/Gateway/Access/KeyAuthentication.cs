using System.Text.Encodings.Web;

using Crawler.Gateway.Auditing;
using Crawler.Gateway.Crawls;

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Crawler.Gateway.Access;

/// <summary>Takes <c>Authorization: Bearer KEY</c> (RFC 6750), and nothing else, for who a request is.</summary>
/// <remarks>
/// Whatever is wrong with a key, the answer is the same: it tells nobody which keys there are. An installation that
/// never had a key is open to its own machine, and to no other. The handler's own log, a line for each request that is
/// refused, is not kept: a stranger would write it. The audit has refusals.
/// </remarks>
internal sealed class KeyAuthentication(
    KeyRing keys, KeyUses uses, Refusals refusals,
    IOptionsMonitor<AuthenticationSchemeOptions> options, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, NullLoggerFactory.Instance, encoder)
{
    public new const string Scheme = "Bearer";

    private static readonly byte[] NoHash = new byte[32];

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Callers.IsLocal(Context) && !(await keys.ReadAsync(Context.RequestAborted)).WasAnyMade)
        {
            return AuthenticateResult.Success(new AuthenticationTicket(Callers.LocalPrincipal, Scheme));
        }

        if (Presented() is not { } presented)
        {
            return AuthenticateResult.NoResult();
        }

        if (!KeyText.TryParse(presented, out var text))
        {
            return AuthenticateResult.Fail("It is no key.");
        }

        var key = await keys.FindAsync(text.Id, Context.RequestAborted);
        if (!text.Matches(key?.Hash ?? NoHash))
        {
            return AuthenticateResult.Fail("It is no key that is good now.");
        }

        uses.Note(text.Id);
        return AuthenticateResult.Success(new AuthenticationTicket(key!.Principal, Scheme));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        const string code = "unauthenticated";
        if (Presented() is not null)
        {
            await NoteRefusalAsync(code);
        }

        Response.Headers.WWWAuthenticate = "Bearer realm=\"crawler\"";
        await ApiProblems.Problem(
            StatusCodes.Status401Unauthorized, code,
            "This needs an access key that is good: Authorization: Bearer KEY.").ExecuteAsync(Context);
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        const string code = "insufficient-scope";
        await NoteRefusalAsync(code);
        var metadata = Context.GetEndpoint()?.Metadata.GetMetadata<ScopeMetadata>();
        var needed = metadata?.Scope.ToString().ToLowerInvariant();
        Response.Headers.WWWAuthenticate =
            $"Bearer realm=\"crawler\", error=\"insufficient_scope\", scope=\"{needed}\"";
        await ApiProblems.Problem(
            StatusCodes.Status403Forbidden, code, $"This needs a key of the scope {needed}.").ExecuteAsync(Context);
    }

    /// <summary>
    /// Says which route was tried. Of a key that is refused it says nothing: it may be nearly a good one.
    /// </summary>
    private Task NoteRefusalAsync(string code)
    {
        var route = (Context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimEnd('/') ?? "?";
        return refusals.IsNoted(Callers.LimitedAs(Context), code)
            ? Context.RequestServices.GetRequiredService<AuditTrail>().AddAsync(
                AuditSource.Of(Context), "access", $"{Request.Method} {route}", code, CancellationToken.None)
            : Task.CompletedTask;
    }

    private string? Presented()
    {
        const string start = Scheme + " ";
        var header = Request.Headers.Authorization;
        return header is [{ } value] && value.StartsWith(start, StringComparison.OrdinalIgnoreCase)
            ? value[start.Length..].Trim()
            : null;
    }
}
