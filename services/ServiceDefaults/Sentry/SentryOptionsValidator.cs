using Microsoft.Extensions.Options;

namespace Crawler.ServiceDefaults.Sentry;

[OptionsValidator]
internal sealed partial class SentryOptionsValidator : IValidateOptions<SentryOptions>;
