using System.Globalization;
using System.Text;

namespace Crawler.TestKit.Web;

/// <summary>Answers for a <see cref="RawHost"/>.</summary>
public static class RawAnswers
{
    private const int EndlessWrites = 100_000;

    public static RawAnswer NotFound { get; } = Keep("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");

    /// <summary>Accepts the request, and never says a word.</summary>
    public static RawAnswer Silence { get; } = (connection, cancellationToken) =>
        connection.WaitForCloseAsync(cancellationToken);

    /// <summary>Drops the connection with RST.</summary>
    public static RawAnswer Reset { get; } = (connection, _) =>
    {
        connection.Reset();
        return Task.CompletedTask;
    };

    /// <summary>Writes these characters (Latin-1), and goes on to the next request.</summary>
    public static RawAnswer Keep(string answer) => Keep(Encoding.Latin1.GetBytes(answer));

    public static RawAnswer Keep(byte[] answer) => (connection, cancellationToken) =>
        connection.WriteAsync(answer, cancellationToken);

    /// <summary>Writes these characters (Latin-1) and ends the connection in good order.</summary>
    public static RawAnswer Close(string answer) => Close(Encoding.Latin1.GetBytes(answer));

    public static RawAnswer Close(byte[] answer) => async (connection, cancellationToken) =>
    {
        await connection.WriteAsync(answer, cancellationToken);
        connection.CloseSending();
        await connection.WaitForCloseAsync(cancellationToken);
    };

    /// <summary>Writes these characters (Latin-1), and then nothing.</summary>
    public static RawAnswer Stall(string answer) => async (connection, cancellationToken) =>
    {
        await connection.WriteAsync(answer, cancellationToken);
        await connection.WaitForCloseAsync(cancellationToken);
    };

    /// <summary>Writes a beginning, then a part again and again, at full speed.</summary>
    public static RawAnswer Endless(string beginning, byte[] part) => async (connection, cancellationToken) =>
    {
        await connection.WriteAsync(beginning, cancellationToken);
        for (var i = 0; i < EndlessWrites; i++)
        {
            await connection.WriteAsync(part, cancellationToken);
        }

        await connection.WaitForCloseAsync(cancellationToken);
    };

    /// <summary>Writes a beginning, then a part at every tick of an interval.</summary>
    public static RawAnswer Drip(string beginning, string part, TimeSpan interval) =>
        async (connection, cancellationToken) =>
    {
        await connection.WriteAsync(beginning, cancellationToken);
        using var timer = new PeriodicTimer(interval);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await connection.WriteAsync(part, cancellationToken);
        }
    };

    /// <summary>A complete answer with its length, after which the connection goes on.</summary>
    public static RawAnswer Content(string type, byte[] body, string fields = "", string status = "200 OK") =>
        Keep(Message(type, body, fields, status));

    /// <summary>A page of UTF-8 with a title and links.</summary>
    public static RawAnswer Page(string title, params IEnumerable<string> links) =>
        Content("text/html; charset=utf-8", Encoding.UTF8.GetBytes(HtmlText.Page(title, links)));

    /// <summary>A page with further header fields, each ended by CR LF.</summary>
    public static RawAnswer PageWith(string fields, string title, params IEnumerable<string> links) =>
        Content("text/html; charset=utf-8", Encoding.UTF8.GetBytes(HtmlText.Page(title, links)), fields);

    /// <summary>An answer without a body.</summary>
    public static RawAnswer Status(string status, string fields = "") =>
        Keep($"HTTP/1.1 {status}\r\n{fields}Content-Length: 0\r\n\r\n");

    public static RawAnswer Redirect(string location, int status = 302) =>
        Status($"{status} Elsewhere", $"Location: {location}\r\n");

    /// <summary>One answer the first time and another from then on.</summary>
    public static RawAnswer FirstThen(RawAnswer first, RawAnswer later)
    {
        var asked = 0;
        return (connection, cancellationToken) =>
            (Interlocked.Increment(ref asked) == 1 ? first : later)(connection, cancellationToken);
    }

    /// <summary>An answer that depends on what was asked for.</summary>
    public static RawAnswer ByTarget(Func<string, RawAnswer> answerTo) => (connection, cancellationToken) =>
        answerTo(connection.Head.Split(' ', 3)[1])(connection, cancellationToken);

    private static byte[] Message(string type, byte[] body, string fields, string status)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n{fields}\r\n");
        return [.. Encoding.Latin1.GetBytes(head), .. body];
    }
}
