using System.Security.Cryptography;
using Aether.Dns.Resolving;
using Aether.Validation.Messages;

namespace Aether.Validation.Dkim;

/// <summary>Compares one signature with the message and the published key. RFC 6376 §6.1.</summary>
internal sealed class SignatureCheck(IDnsResolver dns, DkimLimits limits, DkimKeys keys)
{
    /// <param name="signature">What is claimed.</param>
    /// <param name="body">The body's hash in the form and length that the signature names, complete.</param>
    /// <param name="header">Makes the header's hash; asked for only when all else fits.</param>
    public async ValueTask<SignatureVerdict> RunAsync(DkimSignature signature, BodyHash body, Func<byte[]> header, CancellationToken ct)
    {
        // RFC 8301 §3.1
        if (signature.Algorithm is DkimAlgorithm.RsaSha1)
            return new SignatureVerdict(DkimResult.Policy, "SHA-1 is not accepted");
        if (!CryptographicOperations.FixedTimeEquals(body.Complete(), signature.BodyHash))
            return new SignatureVerdict(DkimResult.Fail, DkimOutcome.BodyChanged);
        if (signature.BodyLength > body.Length)
            return new SignatureVerdict(DkimResult.Fail, "the body is shorter than l= says");
        return await CheckAsync(signature, header, ct);
    }

    /// <summary>A signature that covers fields only. RFC 8617 §4.1.3.</summary>
    public ValueTask<SignatureVerdict> RunSealAsync(DkimSignature signature, Func<byte[]> header, CancellationToken ct) =>
        signature.Algorithm is DkimAlgorithm.RsaSha1 ? ValueTask.FromResult(new SignatureVerdict(DkimResult.Policy, "SHA-1 is not accepted")) : CheckAsync(signature, header, ct);

    private async ValueTask<SignatureVerdict> CheckAsync(DkimSignature signature, Func<byte[]> header, CancellationToken ct)
    {
        var found = await dns.ResolveTextAsync($"{signature.Selector}._domainkey.{signature.Domain}", ct);
        if (found.Status is DnsStatus.TemporaryFailure)
            return new SignatureVerdict(DkimResult.TempError, "the key could not be looked up");
        return found.IsFound ? CheckKey(found.Records, signature, header) : new SignatureVerdict(DkimResult.PermError, "there is no key");
    }

    // RFC 6376 §3.6.2.2: several records are undefined; the first that can be read is taken.
    private SignatureVerdict CheckKey(IReadOnlyList<string> records, DkimSignature signature, Func<byte[]> header)
    {
        string? problem = null;
        foreach (var text in records)
        {
            if (keys.Read(text, out var wrong) is not { } key)
            {
                problem ??= wrong;
                continue;
            }

            var verdict = Verify(key, signature, header);

            // RFC 6376 §3.6.1: under test, a failure is as good as no signature.
            return key.Record.IsTest && verdict.Result is DkimResult.Fail
                ? verdict with { Result = DkimResult.Neutral, IsTest = true }
                : verdict with { IsTest = key.Record.IsTest };
        }

        return new SignatureVerdict(DkimResult.PermError, problem);
    }

    private SignatureVerdict Verify(DkimPublicKey key, DkimSignature signature, Func<byte[]> header)
    {
        var record = key.Record;
        if (record.Key.Length == 0)
            return new SignatureVerdict(DkimResult.PermError, DkimOutcome.Revoked);
        if (record.IsEd25519 != signature.Algorithm is DkimAlgorithm.Ed25519Sha256)
            return new SignatureVerdict(DkimResult.PermError, "the key is for another algorithm");
        if (record.IsStrict && !signature.Identity.EndsWith("@" + signature.Domain, StringComparison.OrdinalIgnoreCase))
            return new SignatureVerdict(DkimResult.PermError, "the key allows no subdomains in i=");
        if (record.IsEd25519)
            return VerdictOf(key.VerifyEd25519(header(), signature.Signature));
        if (record.Key.Length > limits.MaxRsaBits / 4)
            return new SignatureVerdict(DkimResult.Policy, "a key that long is not accepted");
        return key.UseRsa(rsa => Verify(rsa, signature, header)) ?? new SignatureVerdict(DkimResult.PermError, "the key can't be read");
    }

    private SignatureVerdict Verify(RSA rsa, DkimSignature signature, Func<byte[]> header)
    {
        int size = rsa.KeySize;
        return size < limits.MinRsaBits || size > limits.MaxRsaBits
            ? new SignatureVerdict(DkimResult.Policy, $"a key of {size} bits is not accepted") { KeySize = size }
            : VerdictOf(SignatureMath.VerifyRsa(rsa, header(), signature.Signature)) with { KeySize = size };
    }

    private static SignatureVerdict VerdictOf(bool fits) => fits ? new SignatureVerdict(DkimResult.Pass) : new SignatureVerdict(DkimResult.Fail, "the signature does not fit");
}
