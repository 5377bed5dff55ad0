using System.Text;
using System.Text.Json;
using Aether.Storage.Certificates;
using Microsoft.Extensions.Logging;

namespace Aether.Tls.Vault;

/// <summary>What all nodes share to serve and renew one certificate: itself, the account at the authority, the key that comes next, and why the last order failed. It lies in the store, sealed.</summary>
public sealed partial class CertificateVault(CertificateStore store, CertificateSeal seal, ILogger<CertificateVault> logger)
{
    private const string Only = "acme";

    /// <summary>The certificate that all nodes are to serve; null while there is none.</summary>
    internal async ValueTask<KeptCertificate?> FindCertificateAsync(CancellationToken ct) =>
        await FindAsync(CertificateItemKind.Certificate, Only, ct) is { } text ? JsonSerializer.Deserialize(text, VaultJson.Default.KeptCertificate) : null;

    internal Task SetCertificateAsync(KeptCertificate certificate, CancellationToken ct) =>
        SetAsync(CertificateItemKind.Certificate, Only, JsonSerializer.Serialize(certificate, VaultJson.Default.KeptCertificate), null, ct);

    /// <summary>The key of the account at an authority, in PEM.</summary>
    internal ValueTask<string?> FindAccountAsync(Uri directory, CancellationToken ct) => FindAsync(CertificateItemKind.Account, directory.AbsoluteUri, ct);

    internal Task SetAccountAsync(Uri directory, string key, CancellationToken ct) => SetAsync(CertificateItemKind.Account, directory.AbsoluteUri, key, null, ct);

    /// <summary>The key that the next certificate may have, in PEM.</summary>
    internal ValueTask<string?> FindNextKeyAsync(CancellationToken ct) => FindAsync(CertificateItemKind.NextKey, Only, ct);

    internal Task SetNextKeyAsync(string key, CancellationToken ct) => SetAsync(CertificateItemKind.NextKey, Only, key, null, ct);

    /// <summary>Why there is no new certificate; null when all is well.</summary>
    public async ValueTask<RenewalTrouble?> FindTroubleAsync(CancellationToken ct) =>
        await FindAsync(CertificateItemKind.Trouble, Only, ct) is { } text ? JsonSerializer.Deserialize(text, VaultJson.Default.RenewalTrouble) : null;

    internal Task SetTroubleAsync(RenewalTrouble trouble, CancellationToken ct) =>
        SetAsync(CertificateItemKind.Trouble, Only, JsonSerializer.Serialize(trouble, VaultJson.Default.RenewalTrouble), null, ct);

    internal Task ClearTroubleAsync(CancellationToken ct) => store.RemoveAsync(CertificateItemKind.Trouble, Only, ct);

    /// <summary>Items of a kind by name, opened.</summary>
    internal async ValueTask<IReadOnlyDictionary<string, string>> ListAsync(CertificateItemKind kind, CancellationToken ct)
    {
        var opened = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in await store.ListAsync(kind, ct))
        {
            if (Open(item) is { } text)
                opened[item.Name] = text;
        }

        return opened;
    }

    /// <summary>The names of a kind, also of what can't be opened.</summary>
    internal async ValueTask<IReadOnlySet<string>> NamesAsync(CertificateItemKind kind, CancellationToken ct) => (await store.ListAsync(kind, ct)).Select(static item => item.Name).ToHashSet();

    /// <summary>Keeps a certificate that an operator brought.</summary>
    internal Task SetImportedAsync(string name, KeptCertificate certificate, CancellationToken ct) =>
        SetAsync(CertificateItemKind.Imported, name, JsonSerializer.Serialize(certificate, VaultJson.Default.KeptCertificate), null, ct);

    /// <summary>The certificates that operators brought, by name.</summary>
    internal async ValueTask<IReadOnlyDictionary<string, KeptCertificate>> ListImportedAsync(CancellationToken ct) =>
        (await ListAsync(CertificateItemKind.Imported, ct)).ToDictionary(static item => item.Key, static item => JsonSerializer.Deserialize(item.Value, VaultJson.Default.KeptCertificate)!);

    /// <summary>When an item was written; null when there is none.</summary>
    internal async ValueTask<DateTimeOffset?> ChangedAsync(CertificateItemKind kind, string name, CancellationToken ct) => (await store.FindAsync(kind, name, ct))?.Changed;

    internal Task SetAsync(CertificateItemKind kind, string name, string text, TimeSpan? life, CancellationToken ct) =>
        store.SetAsync(kind, name, seal.Seal(Encoding.UTF8.GetBytes(text), PlaceOf(kind, name)), life, ct);

    internal Task RemoveAsync(CertificateItemKind kind, string name, CancellationToken ct) => store.RemoveAsync(kind, name, ct);

    private async ValueTask<string?> FindAsync(CertificateItemKind kind, string name, CancellationToken ct) => await store.FindAsync(kind, name, ct) is { } item ? Open(item) : null;

    private string? Open(CertificateItem item)
    {
        if (seal.Open(item.Content, PlaceOf(item.Kind, item.Name)) is { } octets)
            return Encoding.UTF8.GetString(octets);
        LogSealed(logger, item.Kind, item.Name);
        return null;
    }

    private static string PlaceOf(CertificateItemKind kind, string name) => $"certificate:{(int)kind}:{name}";

    [LoggerMessage(1320, LogLevel.Error, "{Kind} {Name} of the store can't be opened: security.keyFile is not the file it was sealed with")]
    private static partial void LogSealed(ILogger logger, CertificateItemKind kind, string name);
}
