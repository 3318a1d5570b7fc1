namespace Crawler.WebStandards.Html;

/// <summary>A declarative refresh.</summary>
/// <param name="Delay">The time that the page asks to be shown before.</param>
/// <param name="Url">Where it leads, unresolved; null where the page reloads itself.</param>
public readonly record struct HtmlRefresh(TimeSpan Delay, string? Url);
