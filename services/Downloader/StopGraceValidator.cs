using Crawler.ServiceDefaults.Messaging;

using Microsoft.Extensions.Options;

namespace Crawler.Downloader;

/// <summary>A downloader has to answer its batches before its consumers are stopped.</summary>
internal sealed class StopGraceValidator(IOptions<MessagingOptions> messaging) : IValidateOptions<DownloaderOptions>
{
    public ValidateOptionsResult Validate(string? name, DownloaderOptions options)
    {
        var stopTimeout = messaging.Value.StopTimeout;
        return options.StopGrace < stopTimeout
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Downloader:StopGrace ({options.StopGrace}) must be below Messaging:StopTimeout ({stopTimeout}).");
    }
}
