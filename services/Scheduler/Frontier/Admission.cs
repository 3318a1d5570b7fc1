using Crawler.Persistence.Frontier;

namespace Crawler.Scheduler.Frontier;

/// <summary>What became of a URL that was offered to the frontier.</summary>
/// <param name="IsNew">It was not known before, and its row was added.</param>
/// <param name="RevivedFrom">It was known and skipped for this reason, which no longer holds: it is queued.</param>
internal readonly record struct Admission(bool IsNew, UrlReason? RevivedFrom);

/// <summary>A URL with its key, offered to the frontier.</summary>
internal readonly record struct Candidate(FrontierUrl Row, bool MayRevive);
