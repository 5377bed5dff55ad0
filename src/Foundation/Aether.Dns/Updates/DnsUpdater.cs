using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Aether.Dns.Transport;

namespace Aether.Dns.Updates;

/// <summary>Asks the name server of a zone to change it, record by record, signed and over TCP. RFC 2136, RFC 8945.</summary>
/// <param name="server">The primary server of the zone.</param>
public sealed class DnsUpdater(IPEndPoint server, string zone, TsigKey key, TimeProvider clock)
{
    private const int MaxAnswer = 4096; // RFC 2136 §3.8: hardly more than was asked
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Zone => zone;

    public async Task<DnsUpdateResult> SendAsync(DnsChange change, CancellationToken ct)
    {
        byte[] request;
        var id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
        try
        {
            request = UpdateMessage.Write(id, zone, change);
        }
        catch (FormatException wrong)
        {
            return new DnsUpdateResult(DnsUpdateStatus.Failed, wrong.Message);
        }

        var tsig = new Tsig(key, clock);
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            byte[] signed = tsig.Sign(request);
            byte[]? answer = await TcpExchange.AskAsync(server, (byte[])[(byte)(signed.Length >> 8), (byte)signed.Length, .. signed], MaxAnswer, either.Token);
            return Judge(answer ?? [], id, tsig);
        }
        catch (Exception away) when (away is SocketException or IOException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return new DnsUpdateResult(DnsUpdateStatus.Failed, $"{server} did not answer");
        }
    }

    private static DnsUpdateResult Judge(byte[] answer, ushort id, Tsig tsig)
    {
        if (answer.Length < 12 || BinaryPrimitives.ReadUInt16BigEndian(answer) != id || (answer[2] & 0x80) == 0)
            return new DnsUpdateResult(DnsUpdateStatus.Failed, "the answer can't be understood");
        int code = answer[3] & 0x0F;

        // RFC 8945 §5.3.2: who does not know our key can't sign; nothing has changed then, and nothing else is believed unsigned.
        if (code is 9 or 5 && !tsig.IsGenuine(answer))
            return new DnsUpdateResult(DnsUpdateStatus.Refused, code == 9 ? "the server does not know the key, or our clocks differ" : "the server refuses it");
        if (!tsig.IsGenuine(answer))
            return new DnsUpdateResult(DnsUpdateStatus.Failed, "the answer is not signed with the key");
        return code switch
        {
            0 => new DnsUpdateResult(DnsUpdateStatus.Done),
            7 => new DnsUpdateResult(DnsUpdateStatus.Exists, "there is such a record, and it was left alone"),
            5 or 9 or 10 => new DnsUpdateResult(DnsUpdateStatus.Refused, "the server refuses it"),
            _ => new DnsUpdateResult(DnsUpdateStatus.Failed, $"the server answered with error {code}"),
        };
    }
}
