namespace Crawler.WebStandards.Html;

/// <summary>One meta element that speaks to robots.</summary>
/// <param name="Name">"robots" or our product token, as written.</param>
/// <param name="Content">Its directives, as written.</param>
public readonly record struct HtmlMetaRobots(string Name, string Content);
