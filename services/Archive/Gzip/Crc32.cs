using System.Buffers.Binary;

namespace Crawler.Archive.Gzip;

/// <summary>The checksum of a gzip member (RFC 1952, section 8), eight bytes at a time.</summary>
internal sealed class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[][] Tables = CreateTables();

    private uint _state = uint.MaxValue;

    public uint Value => ~_state;

    public void Append(ReadOnlySpan<byte> data)
    {
        var state = _state;

        for (; data.Length >= 8; data = data[8..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ state;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            state = Tables[7][low & 0xFF] ^ Tables[6][(low >> 8) & 0xFF]
                ^ Tables[5][(low >> 16) & 0xFF] ^ Tables[4][low >> 24]
                ^ Tables[3][high & 0xFF] ^ Tables[2][(high >> 8) & 0xFF]
                ^ Tables[1][(high >> 16) & 0xFF] ^ Tables[0][high >> 24];
        }

        foreach (var octet in data)
        {
            state = Tables[0][(state ^ octet) & 0xFF] ^ (state >> 8);
        }

        _state = state;
    }

    private static uint[][] CreateTables()
    {
        var tables = new uint[8][];

        for (var table = 0; table < tables.Length; table++)
        {
            tables[table] = new uint[256];
            for (var i = 0u; i < 256; i++)
            {
                tables[table][i] = table == 0 ? OfOctet(i) : Next(tables[0], tables[table - 1][i]);
            }
        }

        return tables;
    }

    private static uint OfOctet(uint octet)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            octet = (octet & 1) != 0 ? (octet >> 1) ^ Polynomial : octet >> 1;
        }

        return octet;
    }

    private static uint Next(uint[] first, uint value) => (value >> 8) ^ first[value & 0xFF];
}
