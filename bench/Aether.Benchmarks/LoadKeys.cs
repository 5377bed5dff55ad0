using System.Text;
using Aether.Validation.Dkim;

namespace Aether.Benchmarks;

/// <summary>The keys of a load of signed mail, in a file of two lines of base64: one makes them and publishes them, another signs with them.</summary>
internal sealed record LoadKeys(byte[] Rsa, byte[] Ed25519)
{
    private const int MaxString = 255; // RFC 1035 §3.3: octets of one string of a TXT record

    /// <summary>Makes new ones.</summary>
    public static LoadKeys Make(string file)
    {
        var keys = new LoadKeys(DkimSigningKey.NewSecret(DkimAlgorithm.RsaSha256), DkimSigningKey.NewSecret(DkimAlgorithm.Ed25519Sha256));
        File.WriteAllLines(file, [Convert.ToBase64String(keys.Rsa), Convert.ToBase64String(keys.Ed25519)]);
        return keys;
    }

    public static LoadKeys Read(string file) => File.ReadAllLines(file) is [var rsa, var ed25519, ..] ? new LoadKeys(Convert.FromBase64String(rsa), Convert.FromBase64String(ed25519)) : throw new InvalidDataException($"{file} has no keys.");

    /// <summary>Both as keys of a domain, selectors r and e.</summary>
    public IReadOnlyList<DkimSigningKey> Of(string domain) => [new(domain, "r", DkimAlgorithm.RsaSha256, Rsa), new(domain, "e", DkimAlgorithm.Ed25519Sha256, Ed25519)];

    /// <summary>Their records as lines of a zone file.</summary>
    public string Records(string domain)
    {
        var lines = new StringBuilder();
        foreach (var key in Of(domain))
            lines.Append(key.RecordName).Append(". TXT ").AppendJoin(' ', key.RecordText().Chunk(MaxString).Select(part => $"\"{new string(part)}\"")).Append('\n');
        return lines.ToString();
    }
}
