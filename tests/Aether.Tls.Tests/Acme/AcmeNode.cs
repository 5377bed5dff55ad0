using Aether.Configuration.Schema;
using Aether.Dns.Resolving;
using Aether.Dns.Updates;
using Aether.Testing.Servers;
using Aether.Testing.Stores;
using Aether.Tls.Acme;
using Aether.Tls.Certificates;
using Aether.Tls.Dane;
using Aether.Tls.Vault;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Tls.Tests.Acme;

/// <summary>Nodes that fetch a certificate from one authority: on one store, each with a folder of its own, and a clock that stands until it is moved.</summary>
internal sealed class AcmeNode : IAsyncDisposable
{
    private readonly List<IDisposable> opened = [];
    private readonly AcmeNode? first;
    private AcmeChallenges? challenges;

    /// <param name="first">Another node, whose store and authority it shares; null: it is alone.</param>
    public AcmeNode(AcmeNode? first = null)
    {
        this.first = first;
        Store = first?.Store ?? new TestStore();
        Vault = new CertificateVault(Store.Store.Certificates, Seal, NullLogger<CertificateVault>.Instance);
        Authority = first?.Authority ?? new AcmeAuthority(token => Challenges.FindAsync(token, default).AsTask(), Store.Clock);
    }

    /// <summary>Seals nothing, and notices what is in a wrong place.</summary>
    public static CertificateSeal Seal { get; } = new(
        static (octets, place) => $"{place}|{Convert.ToBase64String(octets)}",
        static (text, place) => text.StartsWith(place + "|", StringComparison.Ordinal) ? Convert.FromBase64String(text[(place.Length + 1)..]) : null);

    public TestStore Store { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("aether-acme-").FullName;

    public CertificateVault Vault { get; }

    public AcmeAuthority Authority { get; }

    public AcmeProof Proof { get; set; }

    /// <summary>Answers are shared over the store.</summary>
    public bool IsShared { get; init; }

    public IDnsResolver Dns { get; set; } = new EmptyDns(DnsStatus.NoSuchName);

    public DnsZones Zones { get; set; } = new([]);

    /// <summary>Where they are not shared over the store, those of the first node: the authority asks that one.</summary>
    public AcmeChallenges Challenges => first is not null && !IsShared ? first.Challenges : challenges ??= new AcmeChallenges(Proof, Vault, IsShared, Store.Clock);

    public PinnedKeys Keys { get; private set; } = null!;

    public CertificateCopy Copy { get; private set; } = null!;

    /// <summary>Starts it, again where it ran before.</summary>
    public (AcmeService Acme, CertificateSource Certificates) Open(Func<AcmeOptions, AcmeOptions> change, params string[] names)
    {
        var options = change(new AcmeOptions(new Uri(Authority.Root + "/directory"), "postmaster@mail.test", names, Folder) { Proof = Proof, Zones = Zones });
        var certificates = new CertificateSource(new CertificateOptions("mail.test", Folder, TlsProfile.Intermediate, []) { Fetched = options.Files }, Store.Clock, NullLogger<CertificateSource>.Instance);
        Keys = new PinnedKeys(new DaneOptions("mail.test", Zones), certificates, Vault, Dns, Store.Clock, NullLogger<PinnedKeys>.Instance);
        Copy = new CertificateCopy(options, Vault, certificates);
        var acme = new AcmeService(options, new AcmeParts(Challenges, certificates, Vault, Copy, Keys, Store.Store.Leases), Store.Clock, NullLogger<AcmeService>.Instance);
        opened.AddRange([acme, Copy]);
        return (acme, certificates);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in opened)
            one.Dispose();
        challenges?.Dispose();
        if (first is null)
        {
            Authority.Dispose();
            await Store.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }
}
