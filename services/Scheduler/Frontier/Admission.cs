using Crawler.Persistence.Frontier;

namespace Crawler.Scheduler.Frontier;

/// <summary>What became of a URL that was offered to the frontier.</summary>
/// <param name="IsNew">It was not known before, and its row was added.</param>
/// <param name="Revived">It was known as Skipped(DepthLimit), and this path to it is short enough: it is
/// queued.</param>
internal readonly record struct Admission(bool IsNew, bool Revived);

/// <summary>A URL with its key, offered to the frontier.</summary>
internal readonly record struct Candidate(FrontierUrl Row, bool MayRevive);
