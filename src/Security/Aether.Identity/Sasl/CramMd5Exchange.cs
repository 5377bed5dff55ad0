using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aether.Identity.Logins;
using Aether.Protocol.Sasl;

namespace Aether.Identity.Sasl;

/// <summary>CRAM-MD5: the client answers a challenge with a MAC under its app password. Old, and what some devices know. RFC 2195.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "RFC 2195 says MD5; it is off unless asked for, and never sees a password that somebody chose.")]
internal sealed class CramMd5Exchange(Authenticator authenticator, LoginPeer peer, string hostname, TimeProvider clock) : SaslExchange
{
    private byte[]? challenge;

    public override async ValueTask<SaslStep> StepAsync(ReadOnlyMemory<byte>? response, CancellationToken ct)
    {
        if (challenge is null)
        {
            if (response is { Length: > 0 })
                return SaslStep.End(new LoginResult(LoginStatus.BadExchange)); // RFC 4954 §4: the server speaks first
            challenge = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<{RandomNumberGenerator.GetHexString(24, lowercase: true)}.{clock.GetUtcNow().ToUnixTimeSeconds()}@{hostname}>"));
            return SaslStep.Ask(challenge);
        }
        if (response is not { Length: <= MaxResponse } octets || !DigestAnswer.TryParse(octets.Span, out string user, out byte[] digest))
            return SaslStep.End(new LoginResult(LoginStatus.BadExchange));
        return SaslStep.End(await authenticator.VerifyDigestAsync(user, secret => CryptographicOperations.FixedTimeEquals(HMACMD5.HashData(secret, challenge), digest), peer, ct));
    }
}
