using Microsoft.Extensions.Options;

namespace Crawler.Archive;

/// <summary>Refuses options that are out of range.</summary>
[OptionsValidator]
public sealed partial class ArchiveOptionsValidator : IValidateOptions<ArchiveOptions>;
