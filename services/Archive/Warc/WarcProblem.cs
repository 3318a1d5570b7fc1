namespace Crawler.Archive.Warc;

/// <summary>A rule that is broken.</summary>
/// <param name="Offset">
/// Where the record begins, in bytes of the uncompressed content. Null where the whole file is meant.
/// </param>
/// <param name="Rule">The rule.</param>
/// <param name="Detail">What is wrong, in words.</param>
public sealed record WarcProblem(long? Offset, WarcRule Rule, string Detail);
