using Microsoft.Extensions.Options;

namespace Crawler.Scheduler.Frontier;

[OptionsValidator]
internal sealed partial class FrontierOptionsValidator : IValidateOptions<FrontierOptions>;
