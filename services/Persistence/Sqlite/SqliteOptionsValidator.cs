using Microsoft.Extensions.Options;

namespace Crawler.Persistence.Sqlite;

[OptionsValidator]
internal sealed partial class SqliteOptionsValidator : IValidateOptions<SqliteOptions>;
