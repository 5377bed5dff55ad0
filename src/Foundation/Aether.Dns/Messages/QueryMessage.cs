using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Aether.Dns.Messages;

/// <summary>
/// A question as the wire has it, which knows its answer. RFC 1035 §4.1, RFC 6891 §6.1, RFC 5452 §9.1. Some letters of the name are capitals, chosen anew each
/// time: a server copies them, and who guesses the number of a question would have to guess them too (case D08).
/// </summary>
internal sealed class QueryMessage
{
    /// <summary>Of an answer in one datagram: what passes nearly everywhere in one piece. RFC 6891 §6.2.5.</summary>
    public const int Payload = 1232;

    private const int Prefix = 2; // RFC 1035 §4.2.2: the length, over TCP
    private const int Header = 12;
    private const int MaxName = 255;
    private const int In = 1;
    private const int RecursionDesired = 0x0100;
    private const uint DnssecOk = 0x8000; // RFC 3225 §3
    private readonly byte[] octets;
    private readonly int nameEnd;

    /// <param name="name">Of ASCII, in labels that fit; the root is a dot.</param>
    /// <param name="dnssec">RFC 4035 §3.2.1: without the DO bit no AD bit.</param>
    public QueryMessage(string name, RecordType type, bool dnssec)
    {
        var wire = new WireWriter().Short(0)
            .Short(0).Short(RecursionDesired).Short(1).Short(0).Short(0).Short(1)
            .Name(name);
        nameEnd = wire.Length;
        wire.Short((int)type).Short(In)
            .Name("").Short((int)RecordType.Opt).Short(Payload).Int(dnssec ? DnssecOk : 0).Short(0);
        octets = wire.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(octets, (ushort)(octets.Length - Prefix));
    }

    public ReadOnlyMemory<byte> Datagram => octets.AsMemory(Prefix);

    /// <summary>With its length before it. RFC 1035 §4.2.2.</summary>
    public ReadOnlyMemory<byte> Segment => octets;

    private Span<byte> Id => octets.AsSpan(Prefix, 2);

    private Span<byte> Name => octets.AsSpan((Prefix + Header)..nameEnd);

    private ReadOnlySpan<byte> Question => octets.AsSpan(Prefix + Header, nameEnd + 4 - Prefix - Header);

    /// <summary>Another number and other capitals: nobody who saw or guessed the last ones has these.</summary>
    public void Renew()
    {
        Span<byte> random = stackalloc byte[2 + ((MaxName + 7) / 8)];
        RandomNumberGenerator.Fill(random);
        random[..2].CopyTo(Id);
        var name = Name;
        for (int i = 0; i < name.Length; i++)
        {
            if (char.IsAsciiLetter((char)name[i]))
                name[i] = (byte)((name[i] | 0x20) ^ ((random[2 + (i / 8)] >> (i % 8) & 1) * 0x20));
        }
    }

    public AnswerMatch Compare(ReadOnlySpan<byte> message)
    {
        // An answer (QR) of the same kind, to one question.
        if (message.Length < Header + Question.Length || !message[..2].SequenceEqual(Id) || (message[2] & 0xF8) != 0x80 || BinaryPrimitives.ReadUInt16BigEndian(message[4..]) != 1)
            return AnswerMatch.None;
        var question = message.Slice(Header, Question.Length);
        if (question.SequenceEqual(Question))
            return AnswerMatch.Full;
        return Ascii.EqualsIgnoreCase(question, Question) ? AnswerMatch.ButForCase : AnswerMatch.None;
    }
}
