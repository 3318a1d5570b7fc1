using Crawler.Archive;

using Microsoft.Extensions.Options;

namespace Crawler.Downloader;

[OptionsValidator]
internal sealed partial class ArchiveOptionsValidator : IValidateOptions<ArchiveOptions>;
