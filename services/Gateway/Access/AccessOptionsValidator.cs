using Microsoft.Extensions.Options;

namespace Crawler.Gateway.Access;

[OptionsValidator]
internal sealed partial class AccessOptionsValidator : IValidateOptions<AccessOptions>;
