using System.Text;
using Aether.Identity.Addresses;
using Aether.Identity.Logins;

namespace Aether.Identity.Sasl;

/// <summary>PLAIN: authorization identity, user and password in one message. RFC 4616.</summary>
internal sealed class PlainExchange(Authenticator authenticator, LoginPeer peer) : SaslExchange
{
    public override async ValueTask<SaslStep> StepAsync(ReadOnlyMemory<byte>? response, CancellationToken ct)
    {
        if (response is not { } message)
            return SaslStep.Ask(ReadOnlyMemory<byte>.Empty);
        if (!TryParse(message.Span, out string authorization, out string user, out string password))
            return SaslStep.End(new LoginResult(LoginStatus.BadExchange));

        // RFC 4616 §2: acting for somebody else needs a grant; there is none yet, so the two must be one.
        if (authorization.Length > 0 && !IsSame(authorization, user))
            return SaslStep.End(new LoginResult(LoginStatus.BadCredentials));
        return SaslStep.End(await authenticator.VerifyAsync(user, password, peer, ct));
    }

    private static bool IsSame(string authorization, string user) =>
        AddressForm.TryNormalise(authorization, out string a) && AddressForm.TryNormalise(user, out string b) && a == b;

    private static bool TryParse(ReadOnlySpan<byte> message, out string authorization, out string user, out string password)
    {
        authorization = user = password = "";
        if (message.Length > MaxResponse || message.Count((byte)0) != 2 || !System.Text.Unicode.Utf8.IsValid(message))
            return false;
        var parts = Encoding.UTF8.GetString(message).Split('\0');
        (authorization, user, password) = (parts[0], parts[1], parts[2]);
        return user.Length > 0 && password.Length > 0;
    }
}
