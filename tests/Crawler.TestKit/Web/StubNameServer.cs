using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Crawler.TestKit.Web;

/// <summary>
/// A name server (RFC 1035) that answers as a test says, also a second look-up differently from the first.
/// </summary>
public sealed class StubNameServer : IAsyncDisposable
{
    private const int HeaderBytes = 12;
    private const ushort TypeA = 1;
    private const ushort TypeCname = 5;
    private const ushort TypeAaaa = 28;
    private const ushort AnswerFlags = 0x8580;
    private const ushort NoSuchName = 3;

    private readonly Func<string, int, IReadOnlyList<IPAddress>?> _answer;
    private readonly ConcurrentDictionary<(string, ushort), int> _asked = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _socket;
    private readonly Task _serving;

    /// <param name="place">Where it listens, which its clients must be told.</param>
    /// <param name="answer">
    /// The addresses of a name, by how often it was asked for before; null for a name that does not exist. A name that
    /// begins with <c>cname-</c> is answered through an alias.
    /// </param>
    public StubNameServer(IPEndPoint place, Func<string, int, IReadOnlyList<IPAddress>?> answer)
    {
        _answer = answer;
        _socket = new Socket(place.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _socket.Bind(place);
        _serving = ServeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var buffer = new byte[512];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var any = new IPEndPoint(IPAddress.Any, 0);
                var received = await _socket.ReceiveFromAsync(buffer, any, _stop.Token);
                var reply = Reply(buffer.AsSpan(0, received.ReceivedBytes));
                await _socket.SendToAsync(reply, received.RemoteEndPoint, _stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // Stopping, or a client that did not wait.
            }
        }
    }

    private byte[] Reply(ReadOnlySpan<byte> query)
    {
        var name = new StringBuilder();
        var at = HeaderBytes;
        while (query[at] != 0)
        {
            name.Append(name.Length > 0 ? "." : "").Append(Encoding.ASCII.GetString(query.Slice(at + 1, query[at])));
            at += query[at] + 1;
        }

        var type = BinaryPrimitives.ReadUInt16BigEndian(query[(at + 1)..]);
        var question = query[HeaderBytes..(at + 5)];
        var text = name.ToString();
        var before = _asked.AddOrUpdate((text, type), 1, (_, count) => count + 1) - 1;
        var found = _answer(text, before);
        var records = found is null ? [] : Records(text, type, found);
        return [.. Header(query, found is null, records.Count), .. question, .. records.SelectMany(record => record)];
    }

    private static byte[] Header(ReadOnlySpan<byte> query, bool isUnknown, int records)
    {
        var header = new byte[HeaderBytes];
        query[..2].CopyTo(header);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(AnswerFlags | (isUnknown ? NoSuchName : 0)));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), 1);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), (ushort)records);
        return header;
    }

    private static List<byte[]> Records(string name, ushort type, IReadOnlyList<IPAddress> addresses)
    {
        // A pointer to the question's name (RFC 1035 section 4.1.4).
        byte[] owner = [0xC0, HeaderBytes];
        var records = new List<byte[]>();
        if (name.StartsWith("cname-", StringComparison.Ordinal))
        {
            byte[] alias = [8, .. "internal"u8, 4, .. "test"u8, 0];
            records.Add(Record(owner, TypeCname, alias));
            owner = alias;
        }

        var family = type == TypeA ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        if (type is TypeA or TypeAaaa)
        {
            records.AddRange(addresses.Where(address => address.AddressFamily == family)
                .Select(address => Record(owner, type, address.GetAddressBytes())));
        }

        return records;
    }

    private static byte[] Record(byte[] owner, ushort type, byte[] data) =>
        [.. owner, 0, (byte)type, 0, 1, 0, 0, 0, 0, 0, (byte)data.Length, .. data];
}
