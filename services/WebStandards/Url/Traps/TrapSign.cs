using System.Runtime.InteropServices;

namespace Crawler.WebStandards.Url.Traps;

/// <summary>
/// One URL's likeness to a trap. It proves nothing by itself: many URLs of one shape do, so each shape has a budget.
/// </summary>
/// <param name="Rule">What it looks like.</param>
/// <param name="Shape">What the budget counts: URLs with the same shape are of the same suspected trap.</param>
/// <param name="Budget">How many URLs of the shape a crawl takes before it believes in the trap.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TrapSign(TrapRule Rule, UrlKey Shape, int Budget);
