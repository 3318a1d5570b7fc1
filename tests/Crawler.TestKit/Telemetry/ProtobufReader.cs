using System.Buffers.Binary;
using System.Text;

namespace Crawler.TestKit.Telemetry;

/// <summary>Walks over the fields of one protobuf message (Protocol Buffers Encoding), without knowing its type.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _left = message;
    private ReadOnlySpan<byte> _bytes;
    private ulong _number;

    /// <summary>The field that was read.</summary>
    public int Field { get; private set; }

    /// <summary>A text, bytes, or a message within the message.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _bytes;

    public readonly string Text => Encoding.UTF8.GetString(_bytes);

    public readonly string Hex => Convert.ToHexStringLower(_bytes);

    public readonly long Integer => (long)_number;

    public readonly double Double => BitConverter.UInt64BitsToDouble(_number);

    /// <summary>Goes to the next field; false behind the last.</summary>
    public bool Read()
    {
        if (_left.IsEmpty)
        {
            return false;
        }

        var tag = ReadVarint();
        Field = (int)(tag >> 3);
        _bytes = default;
        switch (tag & 7)
        {
            case 0:
                _number = ReadVarint();
                break;
            case 1:
                _number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case 2:
                _bytes = Take(checked((int)ReadVarint()));
                break;
            case 5:
                _number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            default:
                throw new InvalidDataException($"There is no wire type {tag & 7}.");
        }

        return true;
    }

    private ulong ReadVarint()
    {
        var value = 0ul;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Take(1)[0];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number has no end.");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _left[..count];
        _left = _left[count..];
        return taken;
    }
}
