using Crawler.Gateway.Access;
using Crawler.Persistence.Access;

using Microsoft.AspNetCore.Http;

namespace Crawler.Gateway.Auditing;

/// <summary>Who does something, and from where.</summary>
/// <param name="Actor">The key's id, or who needs no key.</param>
/// <param name="RemoteAddress">Where the request came from; null where there was none.</param>
public sealed record AuditSource(string Actor, string? RemoteAddress)
{
    /// <summary>The outcome of what was done.</summary>
    public const string Done = "done";

    private const int MaxSubjectLength = 255;

    /// <summary>The command line, which works on the database itself.</summary>
    public static AuditSource CommandLine { get; } = new(Callers.CommandLine, RemoteAddress: null);

    internal static AuditSource Of(HttpContext context) => new(Callers.ActorOf(context), Callers.AddressOf(context));

    internal AuditEntry Entry(string action, string? subject, string outcome, DateTimeOffset at) => new()
    {
        At = at,
        Actor = Actor,
        Action = action,
        Subject = subject is null ? null : Plain(subject),
        Outcome = outcome,
        RemoteAddress = RemoteAddress,
    };

    /// <summary>Callers may send anything; no database need store it, and no reader be misled by it.</summary>
    private static string Plain(string subject) => string.Concat(subject.Take(MaxSubjectLength)
        .Select(character => char.IsControl(character) || char.IsSurrogate(character) ? '\uFFFD' : character));
}
