namespace Crawler.WebStandards.Robots;

/// <summary>What a crawler makes of an attempt to fetch a robots.txt.</summary>
public enum RobotsVerdict
{
    /// <summary>The body is parsed, and its rules are obeyed for the origin that was asked first.</summary>
    ObeyBody,

    /// <summary>There is no file: everything is allowed.</summary>
    AllowAll,

    /// <summary>The file cannot be reached: nothing is allowed, and the fetch is tried again.</summary>
    DisallowAll,
}
