using System.Text;
using Aether.Validation.Arc;
using Aether.Validation.Checks;
using Aether.Validation.Dkim;
using Aether.Validation.Domains;
using Aether.Validation.Messages;
using Aether.Validation.Results;

namespace Aether.Validation.Keys;

/// <summary>Signs what our users send, and seals what we send on. RFC 6376 §5, RFC 8617 §5.1.</summary>
public sealed class MessageSigner(SigningKeys keys, ValidationMetrics metrics, TimeProvider clock)
{
    /// <summary>Signs with each key of a domain.</summary>
    /// <param name="domain">The domain in From, where the sender may write in its name; else the sender's own.</param>
    /// <param name="added">Fields that go out above the header, CRLF-ended.</param>
    /// <returns>The signature fields, CRLF-ended; empty when the domain has no key.</returns>
    public async ValueTask<string> SignAsync(string domain, string added, MessageGate gate, CancellationToken ct)
    {
        if (gate is not { Header: { } header, Hash: { } hash } || !DomainName.TryNormalize(domain, out var name))
            return "";
        var signing = await keys.FindAsync(name, ct);
        if (signing.Count == 0)
            return "";
        var whole = added.Length == 0 ? header : new HeaderBlock((byte[])[.. Encoding.UTF8.GetBytes(added), .. header.Octets.Span]);
        metrics.Signed(signing.Count);
        return string.Concat(signing.Select(key => DkimSigner.Sign(whole, hash.Complete(), key, clock.GetUtcNow())));
    }

    /// <summary>Adds our set to the chain of a message that was checked and goes on.</summary>
    /// <param name="domain">Of the address here that sends it on.</param>
    public async ValueTask<string> SealAsync(string domain, MailAuthentication found, MessageGate gate, CancellationToken ct)
    {
        if (gate is not { Header: { } header, Hash: { } hash } || !DomainName.TryNormalize(domain, out var name))
            return "";
        return await keys.FindAsync(name, ct) is [var key, ..]
            ? ArcSealer.Seal(header, hash.Complete(), AuthenticationResults.Value(found), found.Arc, key, clock.GetUtcNow())
            : "";
    }
}
