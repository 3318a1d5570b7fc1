using Microsoft.Extensions.Options;

namespace Crawler.ServiceDefaults.Messaging;

[OptionsValidator]
internal sealed partial class MessagingOptionsValidator : IValidateOptions<MessagingOptions>;
