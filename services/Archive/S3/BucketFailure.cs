using Amazon.Runtime;

namespace Crawler.Archive.S3;

/// <summary>What the SDK throws where a bucket fails: its exceptions have no ancestor in common.</summary>
internal static class BucketFailure
{
    /// <summary>
    /// Whether the server refused, failed or did not answer in time, and not the caller gave up: a time-out shows as a
    /// cancellation that nobody asked for.
    /// </summary>
    public static bool Is(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        AmazonServiceException or AmazonClientException or HttpRequestException or TimeoutException => true,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => false,
    };

    public static IOException Of(Exception cause) => new($"The archive's bucket fails: {cause.Message}", cause);
}
