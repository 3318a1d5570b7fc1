using Microsoft.Extensions.Options;

namespace Crawler.Persistence.PostgreSql;

[OptionsValidator]
internal sealed partial class PostgreSqlOptionsValidator : IValidateOptions<PostgreSqlOptions>;
