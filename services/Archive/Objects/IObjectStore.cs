namespace Crawler.Archive.Objects;

/// <summary>Keeps what is too large for a message until its reader has taken it: small objects by name.</summary>
/// <remarks>
/// A message names the object (a claim check). Objects are laid down before the message is sent and removed after it
/// was consumed. They may be lost where a process or a machine dies: whoever reads one must be able to go on without.
/// A name has two parts of ASCII letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, with <c>/</c> between them.
/// </remarks>
public interface IObjectStore
{
    /// <summary>
    /// Lays an object down, over an earlier one of that name; nobody sees it half written. A full disk is an
    /// <see cref="IOException"/>.
    /// </summary>
    ValueTask PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <returns>The object; null where it is not there, or is larger than the limit.</returns>
    ValueTask<byte[]?> GetAsync(string name, long maxBytes, CancellationToken cancellationToken);

    /// <summary>Removes an object. Nothing happens where it is not there.</summary>
    ValueTask DeleteAsync(string name, CancellationToken cancellationToken);

    /// <returns>Names of objects that were laid down before a time, at most so many.</returns>
    ValueTask<IReadOnlyList<string>> ListAsync(
        string prefix, DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
