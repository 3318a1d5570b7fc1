namespace Crawler.Persistence.Access;

/// <summary>What a key allows. Each includes those before it.</summary>
public enum AccessScope
{
    /// <summary>To look.</summary>
    Read,

    /// <summary>To crawl: submit, steer, and change what was submitted.</summary>
    Write,

    /// <summary>To run the installation: keys, audit.</summary>
    Admin,
}
