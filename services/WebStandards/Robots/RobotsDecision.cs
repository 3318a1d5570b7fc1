namespace Crawler.WebStandards.Robots;

/// <summary>A verdict, and for how long it stands before robots.txt is fetched again.</summary>
public sealed record RobotsDecision(RobotsVerdict Verdict, TimeSpan Lifetime);
