using System.Security.Cryptography;
using Aether.Storage.Certificates;
using Aether.Tls.Certificates;
using Aether.Tls.Vault;

namespace Aether.Tls.Imports;

/// <summary>
/// Certificates that an operator put into the store, where all nodes find them; each is called by its first name. This node's copies are files,
/// so that it serves from the first moment, whatever becomes of the store.
/// </summary>
public sealed class ImportedCertificates(CertificateOptions options, CertificateVault vault, CertificateSource certificates, TimeProvider clock) : IDisposable
{
    private const int MostLetters = 253; // RFC 1035 §2.3.4, and no longer as a file's name

    private readonly SemaphoreSlim writing = new(1);

    /// <summary>Keeps a certificate, in the place of one with the same first name. It serves from the next handshake on; on other nodes within seconds.</summary>
    /// <param name="chain">With its chain, in PEM.</param>
    /// <param name="key">In PEM.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="CertificateException">It can't be used.</exception>
    public async Task AddAsync(string chain, string key, CancellationToken ct)
    {
        string name = Examine(chain, key);
        await vault.SetImportedAsync(name, new KeptCertificate(chain, key), ct);
        await FollowAsync(ct);
    }

    /// <returns>False: there is none of that name.</returns>
    /// <exception cref="CertificateException">What is left can't be used.</exception>
    public async Task<bool> RemoveAsync(string name, CancellationToken ct)
    {
        name = name.ToLowerInvariant();
        if (!(await vault.NamesAsync(CertificateItemKind.Imported, ct)).Contains(name))
            return false;
        await vault.RemoveAsync(CertificateItemKind.Imported, name, ct);
        await FollowAsync(ct);
        return true;
    }

    /// <summary>Takes in what came into the store, and lets go what left it.</summary>
    /// <returns>True: there was something new.</returns>
    /// <exception cref="CertificateException">It can't be used.</exception>
    public async Task<bool> FollowAsync(CancellationToken ct)
    {
        await writing.WaitAsync(ct);
        try
        {
            var names = await vault.NamesAsync(CertificateItemKind.Imported, ct); // what can't be opened here keeps its copy
            bool isNew = false;
            foreach (var (name, kept) in await vault.ListImportedAsync(ct))
                isNew |= Write(FilesOf(name), kept);
            isNew |= Forget([.. names.Select(name => FilesOf(name).Certificate)]);
            if (isNew)
                certificates.Reload();
            return isNew;
        }
        finally
        {
            writing.Release();
        }
    }

    public void Dispose() => writing.Dispose();

    /// <returns>Its first name.</returns>
    private string Examine(string chain, string key)
    {
        try
        {
            var loaded = LoadedCertificate.Read(chain, key, "the certificate");
            if (loaded.Leaf.NotAfter <= clock.GetUtcNow())
                throw new CertificateException($"The certificate ended on {loaded.Leaf.NotAfter:u}.");
            return loaded.Names is [var first, ..] && first.Length <= MostLetters && first.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '*' or '_') && first[0] is not '.'
                ? first.ToLowerInvariant()
                : throw new CertificateException("The certificate is for no host: it has no DNS name in subjectAltName.");
        }
        catch (Exception unusable) when (unusable is CryptographicException or ArgumentException)
        {
            throw new CertificateException($"They are no certificate and its key: {unusable.Message}", unusable);
        }
    }

    private CertificateFiles FilesOf(string name)
    {
        string stem = Path.Combine(options.Imports, name.Replace('*', '+'));
        return new CertificateFiles(stem + ".pem", stem + ".key");
    }

    /// <summary>The key first: with it alone nothing loads, and the next look finds the pair whole.</summary>
    private static bool Write(CertificateFiles files, KeptCertificate kept)
    {
        if (File.Exists(files.Certificate) && File.Exists(files.Key) && File.ReadAllText(files.Certificate) == kept.Chain && File.ReadAllText(files.Key) == kept.Key)
            return false;
        PrivateFile.Write(files.Key, kept.Key);
        PrivateFile.Write(files.Certificate, kept.Chain);
        return true;
    }

    private bool Forget(HashSet<string> known)
    {
        bool isAny = false;
        foreach (string file in Directory.Exists(options.Imports) ? Directory.GetFiles(options.Imports, "*.pem") : [])
        {
            if (known.Contains(file))
                continue;
            File.Delete(file);
            File.Delete(Path.ChangeExtension(file, ".key"));
            isAny = true;
        }

        return isAny;
    }
}
