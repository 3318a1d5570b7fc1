using Microsoft.Extensions.Options;

namespace Crawler.Scheduler.Messages;

[OptionsValidator]
internal sealed partial class ScheduledMessagesOptionsValidator : IValidateOptions<ScheduledMessagesOptions>;
