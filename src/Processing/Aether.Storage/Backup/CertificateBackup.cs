using Aether.Storage.Certificates;

namespace Aether.Storage.Backup;

/// <summary>The certificates that were fetched or brought, and the keys around them, in a backup: a key that is pinned in the DNS (RFC 6698) can't be made anew. Proofs of an order under way stay out.</summary>
internal static class CertificateBackup
{
    private static readonly CertificateItemKind[] Lasting = [CertificateItemKind.Account, CertificateItemKind.Certificate, CertificateItemKind.NextKey, CertificateItemKind.Imported];

    public static async Task WriteAsync(BackupWriter writer, StoreView view, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var kind in Lasting)
        {
            foreach (var item in await view.Certificates.ListAsync(kind, now, ct))
                writer.Write(BackupKind.Certificate, new CertificateRecord((int)item.Kind, item.Name, item.Content), BackupJson.Default.CertificateRecord);
        }
    }

    /// <summary>What is there stays: it is newer.</summary>
    public static async Task RestoreAsync(CertificateRecord record, CertificateStore certificates, CancellationToken ct)
    {
        var kind = (CertificateItemKind)record.Kind;
        if (Lasting.Contains(kind) && await certificates.FindAsync(kind, record.Name, ct) is null)
            await certificates.SetAsync(kind, record.Name, record.Content, null, ct);
    }
}
