using Microsoft.Extensions.Options;

namespace Crawler.Downloader;

[OptionsValidator]
internal sealed partial class DownloaderOptionsValidator : IValidateOptions<DownloaderOptions>;
