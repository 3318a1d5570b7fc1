using Microsoft.Extensions.Options;

namespace Crawler.Persistence;

[OptionsValidator]
internal sealed partial class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>;
