using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Aether.Dns.Resolving;
using Aether.Validation.Checks;
using Aether.Validation.Dkim;
using Aether.Validation.Messages;
using Aether.Validation.Results;
using BenchmarkDotNet.Attributes;

namespace Aether.Benchmarks;

/// <summary>All checks of a message with an RSA and an Ed25519 signature, answers at hand; and making both signatures.</summary>
[MemoryDiagnoser]
public class SenderBenchmarks
{
    private readonly DkimSigningKey rsa = new("a.test", "r", DkimAlgorithm.RsaSha256, DkimSigningKey.NewSecret(DkimAlgorithm.RsaSha256));
    private readonly DkimSigningKey ed25519 = new("a.test", "e", DkimAlgorithm.Ed25519Sha256, DkimSigningKey.NewSecret(DkimAlgorithm.Ed25519Sha256));
    private HeaderBlock header = new(default);
    private byte[] plain = [];
    private byte[] signed = [];
    private int bodyStart;
    private SenderChecks checks = null!;

    [Params(4_096, 1_048_576)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        plain = Encoding.ASCII.GetBytes("From: joe@a.test\r\nTo: ann@b.test\r\nDate: Sun, 22 Nov 2026 12:00:00 +0000\r\n" + Encoding.ASCII.GetString(SampleMail.Make(Size)).Replace("From:", "X-From:", StringComparison.Ordinal));
        bodyStart = plain.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        header = new HeaderBlock(plain.AsMemory(0, bodyStart));
        signed = [.. Encoding.ASCII.GetBytes(Sign()), .. plain];
        checks = new SenderChecks(new Answers(rsa, ed25519), new CheckOptions("mx.test"), new ValidationMetrics(new NoMeters()), TimeProvider.System);
    }

    [Benchmark]
    public string Sign()
    {
        using var hash = new BodyHash(Canonicalization.Relaxed, null);
        hash.Append(plain.AsSpan(bodyStart));
        var octets = hash.Complete();
        return DkimSigner.Sign(header, octets, rsa, TimeProvider.System.GetUtcNow()) + DkimSigner.Sign(header, octets, ed25519, TimeProvider.System.GetUtcNow());
    }

    [Benchmark]
    public async Task<MailAuthentication> CheckAsync()
    {
        using var gate = new MessageGate("mx.test", 1 << 20, checks.Begin(new Envelope(IPAddress.Parse("192.0.2.1"), "mx.a.test", "joe@a.test")), wantsHash: false);
        for (int at = 0; at < signed.Length; at += 16_384)
            gate.Write(signed.AsSpan(at, Math.Min(16_384, signed.Length - at)), _ => { });
        gate.Complete(_ => { });
        var found = await gate.Check!.CompleteAsync(default);
        return found.Dkim.All(dkim => dkim.Result is DkimResult.Pass) ? found : throw new InvalidOperationException("The signatures do not fit.");
    }

    private sealed class NoMeters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }

    private sealed class Answers(DkimSigningKey rsa, DkimSigningKey ed25519) : IDnsResolver
    {
        private readonly Dictionary<string, string> texts = new()
        {
            [rsa.RecordName] = rsa.RecordText(),
            [ed25519.RecordName] = ed25519.RecordText(),
            ["a.test"] = "v=spf1 ip4:192.0.2.0/24 -all",
            ["_dmarc.a.test"] = "v=DMARC1; p=reject",
        };

        public ValueTask<DnsAnswer<string>> ResolveTextAsync(string name, CancellationToken ct) =>
            ValueTask.FromResult(texts.TryGetValue(name, out var text) ? new DnsAnswer<string>(DnsStatus.Found, [text]) : new DnsAnswer<string>(DnsStatus.NoSuchName));

        public ValueTask<DnsAnswer<MxRecord>> ResolveMxAsync(string domain, CancellationToken ct) => None<MxRecord>();

        public ValueTask<DnsAnswer<IPAddress>> ResolveAddressesAsync(string host, CancellationToken ct) => None<IPAddress>();

        public ValueTask<DnsAnswer<IPAddress>> ResolveAddressesAsync(string host, AddressFamily family, CancellationToken ct) => None<IPAddress>();

        public ValueTask<DnsAnswer<string>> ResolvePointersAsync(IPAddress address, CancellationToken ct) => None<string>();

        public ValueTask<DnsAnswer<TlsaRecord>> ResolveTlsaAsync(string name, CancellationToken ct) => None<TlsaRecord>();

        private static ValueTask<DnsAnswer<T>> None<T>() => ValueTask.FromResult(new DnsAnswer<T>(DnsStatus.NoSuchName));
    }
}
