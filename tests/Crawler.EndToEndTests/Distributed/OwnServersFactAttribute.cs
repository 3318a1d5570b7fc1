using Crawler.TestKit.Platforms;

using Xunit;

namespace Crawler.EndToEndTests.Distributed;

/// <summary>A test that kills a server, or asks it about itself: the server must be the tests' own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnServersFactAttribute : FactAttribute
{
    public OwnServersFactAttribute() => Skip = PlatformServers.NotOwn;
}
