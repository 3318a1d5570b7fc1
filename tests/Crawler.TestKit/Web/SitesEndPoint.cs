using System.Net;

namespace Crawler.TestKit.Web;

/// <summary>The one end point that the server of a <see cref="FakeWeb"/> is bound to; sites stand behind it.</summary>
internal sealed class SitesEndPoint : EndPoint
{
    public override string ToString() => "sites";
}
