using Aether.Storage.Leases;
using Aether.Tls.Certificates;
using Aether.Tls.Dane;
using Aether.Tls.Vault;

namespace Aether.Tls.Acme;

/// <summary>What an order needs besides the authority.</summary>
public sealed record AcmeParts(AcmeChallenges Challenges, CertificateSource Certificates, CertificateVault Vault, CertificateCopy Copy, PinnedKeys Keys, LeaseStore Leases);
