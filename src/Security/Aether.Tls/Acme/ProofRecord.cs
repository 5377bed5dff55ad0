using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Aether.Tls.Acme;

/// <summary>The record that proves a name, or all names below it, in the DNS. RFC 8555 §8.4.</summary>
internal static class ProofRecord
{
    /// <summary>Its name and its text.</summary>
    public static (string Name, string Value) Of(string name, string authorization) =>
        ("_acme-challenge." + (name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name), Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(authorization))));
}
