using System.Globalization;
using System.Text;

namespace Crawler.Archive.Warc;

/// <summary>Takes the chunked transfer coding off (RFC 9112, section 7.1) on the way into a digest.</summary>
internal sealed class ChunkedBody(WarcDigest content)
{
    private const int MaxLineBytes = 1024;

    private readonly StringBuilder _line = new();
    private State _state = State.Size;
    private long _left;

    private enum State
    {
        Size,
        Data,
        DataEnd,
        Trailer,
        Whole,
        Broken,
    }

    public bool IsWhole => _state == State.Whole;

    public void Append(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty && _state != State.Broken)
        {
            if (_state == State.Data)
            {
                var count = (int)Math.Min(_left, body.Length);
                content.Append(body[..count]);
                body = body[count..];
                _left -= count;
                _state = _left == 0 ? State.DataEnd : State.Data;
            }
            else
            {
                TakeOfLine(body[0]);
                body = body[1..];
            }
        }
    }

    private void TakeOfLine(byte octet)
    {
        if (_state == State.Whole || _line.Length >= MaxLineBytes)
        {
            _state = State.Broken;
        }
        else if (octet == '\n')
        {
            var line = _line.ToString().TrimEnd('\r');
            _line.Clear();
            _state = AfterLine(line);
        }
        else
        {
            _line.Append((char)octet);
        }
    }

    private State AfterLine(string line)
    {
        switch (_state)
        {
            case State.Size:
                var size = line.Split(';')[0].Trim();
                const NumberStyles hex = NumberStyles.AllowHexSpecifier;
                var isSize = long.TryParse(size, hex, CultureInfo.InvariantCulture, out _left);

                return !isSize || _left < 0 ? State.Broken : _left == 0 ? State.Trailer : State.Data;
            case State.DataEnd:
                return line.Length == 0 ? State.Size : State.Broken;
            default:
                return line.Length == 0 ? State.Whole : State.Trailer;
        }
    }
}
