namespace Crawler.Persistence.Moving;

/// <summary>The rows cannot be moved as things are. The message is one sentence; nothing was changed.</summary>
public sealed class MoveRefusedException(string message) : Exception(message);
