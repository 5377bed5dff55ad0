using System.Collections.Concurrent;
using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Aether.Validation.Dkim;

/// <summary>A published key, ready to verify for many messages at a time. RFC 6376 §6.1.3, RFC 8463 §3.</summary>
internal sealed class DkimPublicKey(DkimKeyRecord record)
{
    private readonly ConcurrentStack<RSA> idle = []; // an RSA object is not to be shared by threads
    private Ed25519.PublicPoint? point;

    public DkimKeyRecord Record => record;

    /// <summary>Has its octets read as an RSA key and used.</summary>
    /// <returns>What <paramref name="use"/> gives; null: they are none.</returns>
    public T? UseRsa<T>(Func<RSA, T> use)
        where T : struct
    {
        if ((idle.TryPop(out var known) ? known : SignatureMath.ReadRsa(record.Key)) is not { } rsa)
            return null;
        var result = use(rsa);
        idle.Push(rsa);
        return result;
    }

    public bool VerifyEd25519(byte[] hash, byte[] signature) =>
        (point ??= SignatureMath.ReadEd25519(record.Key)) is { } known && SignatureMath.VerifyEd25519(known, hash, signature);
}
