using Crawler.Downloader.Fetching;
using Crawler.WebStandards.Html;

namespace Crawler.Downloader.Outlinks;

/// <summary>What the X-Robots-Tag fields of a response say to a crawler.</summary>
internal static class RobotsTags
{
    public static RobotsDirectives Of(ResponseHeaders? headers, string productToken)
    {
        var directives = default(RobotsDirectives);
        foreach (var field in headers?.Fields ?? [])
        {
            if (field.Name.Equals("X-Robots-Tag", StringComparison.OrdinalIgnoreCase))
            {
                directives |= RobotsDirectives.Parse(field.Value, productToken);
            }
        }

        return directives;
    }
}
