namespace Crawler.TestKit.Web;

/// <summary>What a <see cref="RawHost"/> does once the head of a request has been read.</summary>
public delegate Task RawAnswer(RawConnection connection, CancellationToken cancellationToken);
