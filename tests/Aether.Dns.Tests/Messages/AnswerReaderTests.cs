using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using Aether.Dns.Messages;
using Aether.Dns.Resolving;

namespace Aether.Dns.Tests.Messages;

/// <summary>Answers, and what hostile servers send in their place. RFC 1035 §4.1.</summary>
public class AnswerReaderTests
{
    private const int Most = 64;

    private static readonly (RecordType Type, byte[] Data, Func<byte[], string?> Read)[] Kinds =
    [
        (RecordType.A, [192, 0, 2, 1], message => Read<IPAddress>(message, RecordType.A, RecordData.TryAddress4)),
        (RecordType.Aaaa, [0x20, 1, .. new byte[14]], message => Read<IPAddress>(message, RecordType.Aaaa, RecordData.TryAddress6)),
        (RecordType.Mx, [0, 10, 2, (byte)'m', (byte)'x', 0xC0, 12], message => Read<MxRecord>(message, RecordType.Mx, RecordData.TryExchanger)),
        (RecordType.Ptr, [2, (byte)'m', (byte)'x', 0xC0, 20], message => Read<string>(message, RecordType.Ptr, RecordData.TryName)),
        (RecordType.Txt, [2, (byte)'a', (byte)'"', 0, 1, (byte)'b'], message => Read<string>(message, RecordType.Txt, RecordData.TryText)),
        (RecordType.Tlsa, [3, 1, 1, 0xAB, 0xCD], message => Read<TlsaRecord>(message, RecordType.Tlsa, RecordData.TryAssociation)),
        (RecordType.Srv, [0, 1, 0, 2, 0, 25, 2, (byte)'m', (byte)'x', 0xC0, 12], message => Read<string>(message, RecordType.Srv, RecordText.TryService)),
        (RecordType.Cname, [1, (byte)'w', 0xC0, 12], message => Read<string>(message, RecordType.Cname, RecordText.TryAlias)),
        (RecordType.Caa, [0, 5, .. "issueca\".test"u8], message => Read<string>(message, RecordType.Caa, RecordText.TryAuthority)),
    ];

    public static TheoryData<int, string> Values => new()
    {
        { 0, "192.0.2.1" },
        { 1, "2001::" },
        { 2, "MxRecord { Preference = 10, Host = mx.example.test, IsNull = False }" },
        { 3, "mx.test" },
        { 4, "a\"b" },
        { 5, "ABCD" },
        { 6, "1 2 25 mx.example.test." },
        { 7, "w.example.test." },
        { 8, "0 issue \"ca\\\".test\"" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Records_say_what_they_hold(int kind, string expected)
    {
        var (type, data, read) = Kinds[kind];
        Assert.Equal(expected, read(Answer(type, data)));
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Data_that_is_too_short_or_too_long_is_none(int kind, string expected)
    {
        var (type, data, read) = Kinds[kind];
        if (type is not (RecordType.Tlsa or RecordType.Caa or RecordType.Txt)) // which end where they end
            Assert.Null(read(Answer(type, [.. data, 0])));
        for (int length = 0; length < data.Length; length++)
            Assert.NotEqual(expected, read(Answer(type, data[..length])));
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void No_change_brings_a_reader_down(int kind, string expected)
    {
        var (type, data, read) = Kinds[kind];
        byte[] whole = Answer(type, data);
        Assert.Equal(expected, read(whole));
        var random = new Random(kind);
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < 20_000; i++)
        {
            byte[] octets = i % 3 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            for (int changes = random.Next(4); changes >= 0 && octets.Length > 0; changes--)
                octets[random.Next(octets.Length)] = random.Next(3) == 0 ? (byte)0xC0 : (byte)random.Next(256);
            read(octets);
        }

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 20);
    }

    [Fact]
    public void Cut_anywhere_it_is_none()
    {
        byte[] whole = Answer(RecordType.Mx, Kinds[2].Data);
        for (int length = 0; length < whole.Length; length++)
            Assert.Null(Kinds[2].Read(whole[..length]));
    }

    [Fact]
    public void The_largest_message_of_pointers_is_read_in_no_time()
    {
        // Each of 64 names leads through all pointers that there is room for.
        byte[] header = Header(RecordType.Mx, Most + 1);
        int start = header.Length + 12;
        byte[] chain = new byte[(0x3FFE - start) & ~1];
        for (int at = 0; at < chain.Length; at += 2)
            BinaryPrimitives.WriteUInt16BigEndian(chain.AsSpan(at), (ushort)(0xC000 | (at == 0 ? 12 : start + at - 2)));
        int last = start + chain.Length - 2;
        byte[] exchanger = [0xC0, 12, 0, (byte)RecordType.Mx, 0, 1, 0, 0, 0, 60, 0, 4, 0, 1, (byte)(0xC0 | (last >> 8)), (byte)last];
        byte[] message = [.. header, 0xC0, 12, 0, 99, 0, 1, 0, 0, 0, 60, (byte)(chain.Length >> 8), (byte)chain.Length, .. chain, .. Enumerable.Repeat(exchanger, Most).SelectMany(static octets => octets)];
        long started = Stopwatch.GetTimestamp();
        Assert.EndsWith("Host = example.test, IsNull = False }", Read<MxRecord>(message, RecordType.Mx, RecordData.TryExchanger), StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 0, 500);
    }

    [Fact]
    public void Counts_that_nothing_follows_are_none()
    {
        for (int count = 4; count < 12; count += 2)
        {
            byte[] whole = Answer(RecordType.Mx, Kinds[2].Data);
            whole[count] = 0xFF;
            Assert.Null(Kinds[2].Read(whole));
        }
    }

    [Fact] // RFC 6891 §6.1.3
    public void The_upper_bits_of_a_code_stand_in_the_opt_record()
    {
        byte[] whole = [.. Answer(RecordType.A, [192, 0, 2, 1]), 0, 0, 41, 4, 208, 1, 0, 0, 0, 0, 0];
        whole[11] = 1;
        Assert.True(new AnswerReader<IPAddress>(RecordType.A, RecordData.TryAddress4, Most).TryRead(whole, out var answer) && answer.Code == 16);
    }

    [Fact] // RFC 2181 §8
    public void A_time_to_live_with_the_first_bit_is_none()
    {
        byte[] whole = Answer(RecordType.A, [192, 0, 2, 1]);
        whole[^10] = 0x80;
        Assert.True(new AnswerReader<IPAddress>(RecordType.A, RecordData.TryAddress4, Most).TryRead(whole, out var answer) && answer.TimeToLive == 0);
    }

    private static byte[] Header(RecordType type, int answers) =>
        [0, 1, 0x81, 0x80, 0, 1, (byte)(answers >> 8), (byte)answers, 0, 0, 0, 0, 7, .. "example"u8, 4, .. "test"u8, 0, (byte)((int)type >> 8), (byte)type, 0, 1];

    private static byte[] Answer(RecordType type, byte[] data) =>
        [.. Header(type, 1), 0xC0, 12, (byte)((int)type >> 8), (byte)type, 0, 1, 0, 0, 0, 60, (byte)(data.Length >> 8), (byte)data.Length, .. data];

    private static string? Read<T>(byte[] message, RecordType type, TryReadData<T> read)
    {
        if (!new AnswerReader<T>(type, read, Most).TryRead(message, out var answer) || answer.Records is not [{ } record, ..])
            return null;
        return record is TlsaRecord tlsa ? Convert.ToHexString(tlsa.Data.Span) : record.ToString();
    }
}
