namespace Crawler.TestKit.Web;

/// <summary>A request that a <see cref="RawHost"/> has read.</summary>
/// <param name="Connection">The number of its connection: 1 for the host's first.</param>
/// <param name="Target">As it stood in the request line.</param>
/// <param name="Head">Request line and headers.</param>
public sealed record RawRequest(int Connection, string Target, string Head);
