namespace Crawler.ServiceDefaults.Messaging;

/// <summary>What a message says breaks a rule: it is neither tried nor delivered again, but kept as an error.</summary>
/// <param name="message">Which field, and what it must be.</param>
public sealed class InvalidMessageException(string message) : Exception(message);
