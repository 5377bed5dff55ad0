using System.Security.Cryptography;
using System.Text;

namespace Aether.Validation.Keys;

/// <summary>
/// Seals secrets that lie in the database, with a key that does not: who has a copy of the database alone can't sign. AES-256-GCM
/// (NIST SP 800-38D), the place of the secret as associated data, so that no secret can be put in the place of another.
/// </summary>
public sealed class KeySealer(string keyFile)
{
    private const int KeyLength = 32;
    private const string Form = "1:"; // the form of what follows: nonce, tag, octets
    private readonly Lazy<byte[]> key = new(() => ReadOrMake(keyFile));

    public string Seal(byte[] secret, string place)
    {
        var sealedOctets = new byte[AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize + secret.Length];
        var (nonce, tag, octets) = Split(sealedOctets);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key.Value, AesGcm.TagByteSizes.MaxSize);
        aes.Encrypt(nonce, secret, octets, tag, Encoding.UTF8.GetBytes(place));
        return Form + Convert.ToBase64String(sealedOctets);
    }

    /// <returns>Null when another key sealed it, or it was changed or moved.</returns>
    public byte[]? Open(string text, string place)
    {
        if (!text.StartsWith(Form, StringComparison.Ordinal))
            return null;
        var sealedOctets = new byte[text.Length];
        if (!Convert.TryFromBase64String(text[Form.Length..], sealedOctets, out int length) || length < AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize)
            return null;
        // The last letter may hold bits of no octet, which is another text for the same. RFC 4648 §3.5.
        if (!text.AsSpan(Form.Length).SequenceEqual(Convert.ToBase64String(sealedOctets.AsSpan(0, length))))
            return null;
        var (nonce, tag, octets) = Split(sealedOctets.AsSpan(0, length));
        var secret = new byte[octets.Length];
        using var aes = new AesGcm(key.Value, AesGcm.TagByteSizes.MaxSize);
        try
        {
            aes.Decrypt(nonce, octets, tag, secret, Encoding.UTF8.GetBytes(place));
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>A key for one purpose, the same for as long as the key file is. RFC 5869.</summary>
    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Value, KeyLength, info: Encoding.UTF8.GetBytes(purpose));

    private static Parts Split(Span<byte> octets) => new(
        octets[..AesGcm.NonceByteSizes.MaxSize], octets.Slice(AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize), octets[(AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize)..]);

    private static byte[] ReadOrMake(string path)
    {
        if (!File.Exists(path))
            Make(path);
        var octets = Convert.FromBase64String(File.ReadAllText(path).Trim());
        return octets.Length == KeyLength ? octets : throw new InvalidDataException($"{path} has no key of {KeyLength} octets in base64.");
    }

    // Written aside and renamed, so that a half-written key is never taken for one; two processes agree on the first.
    private static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var part = $"{path}.{Environment.ProcessId}";
        File.Delete(part);
        using (var stream = new FileStream(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            stream.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength)) + "\n"));
        try
        {
            File.Move(part, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(part);
        }
    }

    private readonly ref struct Parts(Span<byte> nonce, Span<byte> tag, Span<byte> octets)
    {
        private readonly Span<byte> nonce = nonce;
        private readonly Span<byte> tag = tag;
        private readonly Span<byte> octets = octets;

        public void Deconstruct(out Span<byte> first, out Span<byte> second, out Span<byte> third)
        {
            first = nonce;
            second = tag;
            third = octets;
        }
    }
}
