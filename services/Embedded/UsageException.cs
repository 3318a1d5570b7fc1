namespace Crawler.Embedded;

/// <summary>
/// The command cannot be carried out as it was given. The message is one sentence that names the argument.
/// </summary>
internal sealed class UsageException(string message) : Exception(message);
