namespace Crawler.ServiceDefaults.Messaging;

/// <summary>
/// A message that this process cannot take at present, with which nothing is wrong: the broker has it back, and brings
/// it again.
/// </summary>
public sealed class MessageGivenBackException(string message, Exception innerException)
    : OperationCanceledException(message, innerException);
