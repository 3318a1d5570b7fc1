namespace Crawler.Archive.Warc;

/// <summary>The outcome of checking a file.</summary>
/// <param name="Records">Records that were read.</param>
/// <param name="Members">Gzip members; zero in a plain file.</param>
/// <param name="Problems">In the order found, at most <see cref="WarcChecker.MaxProblems"/>.</param>
public sealed record WarcReport(long Records, long Members, IReadOnlyList<WarcProblem> Problems)
{
    public bool IsValid => Problems.Count == 0;
}
