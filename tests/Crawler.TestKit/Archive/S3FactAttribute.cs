using Xunit;

namespace Crawler.TestKit.Archive;

/// <summary>A fact that needs an S3 server: skipped, and counted as skipped, where none can be started.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class S3FactAttribute : FactAttribute
{
    public S3FactAttribute()
    {
        if (!S3Server.CanStart)
        {
            Skip = "There is no S3 server: ./test installs s3rver where npm and its registry are at hand.";
        }
    }
}
