using System.Security.Cryptography;
using Aether.Dns.Resolving;
using Aether.Validation.Messages;

namespace Aether.Validation.Dkim;

/// <summary>Compares one signature with the message and the published key. RFC 6376 §6.1.</summary>
internal sealed class SignatureCheck(IDnsResolver dns, DkimLimits limits)
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
            return new SignatureVerdict(DkimResult.Fail, "the body has changed");
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
            if (DkimKeyRecord.Parse(text, out var wrong) is not { } record)
            {
                problem ??= wrong;
                continue;
            }

            var verdict = Verify(record, signature, header);

            // RFC 6376 §3.6.1: under test, a failure is as good as no signature.
            return record.IsTest && verdict.Result is DkimResult.Fail
                ? verdict with { Result = DkimResult.Neutral, IsTest = true }
                : verdict with { IsTest = record.IsTest };
        }

        return new SignatureVerdict(DkimResult.PermError, problem);
    }

    private SignatureVerdict Verify(DkimKeyRecord record, DkimSignature signature, Func<byte[]> header)
    {
        if (record.Key.Length == 0)
            return new SignatureVerdict(DkimResult.PermError, "the key was revoked");
        if (record.IsEd25519 != signature.Algorithm is DkimAlgorithm.Ed25519Sha256)
            return new SignatureVerdict(DkimResult.PermError, "the key is for another algorithm");
        if (record.IsStrict && !signature.Identity.EndsWith("@" + signature.Domain, StringComparison.OrdinalIgnoreCase))
            return new SignatureVerdict(DkimResult.PermError, "the key allows no subdomains in i=");
        if (record.IsEd25519)
        {
            return SignatureMath.VerifyEd25519(record.Key, header(), signature.Signature)
                ? new SignatureVerdict(DkimResult.Pass)
                : new SignatureVerdict(DkimResult.Fail, "the signature does not fit");
        }

        if (record.Key.Length > limits.MaxRsaBits / 4)
            return new SignatureVerdict(DkimResult.Policy, "a key that long is not accepted");
        using var rsa = SignatureMath.ReadRsa(record.Key);
        if (rsa is null)
            return new SignatureVerdict(DkimResult.PermError, "the key can't be read");
        if (rsa.KeySize < limits.MinRsaBits || rsa.KeySize > limits.MaxRsaBits)
            return new SignatureVerdict(DkimResult.Policy, $"a key of {rsa.KeySize} bits is not accepted") { KeySize = rsa.KeySize };
        return SignatureMath.VerifyRsa(rsa, header(), signature.Signature)
            ? new SignatureVerdict(DkimResult.Pass) { KeySize = rsa.KeySize }
            : new SignatureVerdict(DkimResult.Fail, "the signature does not fit") { KeySize = rsa.KeySize };
    }
}
