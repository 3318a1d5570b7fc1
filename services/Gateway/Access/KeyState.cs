namespace Crawler.Gateway.Access;

/// <summary>Whether a key is good.</summary>
public enum KeyState
{
    /// <summary>It is.</summary>
    Active,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Somebody revoked it.</summary>
    Revoked,
}
