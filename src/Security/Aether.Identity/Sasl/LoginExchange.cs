using System.Text;
using Aether.Identity.Logins;

namespace Aether.Identity.Sasl;

/// <summary>LOGIN: asks for the user, then for the password. Obsolete (draft-murchison-sasl-login), and still what some clients know.</summary>
internal sealed class LoginExchange(Authenticator authenticator, LoginPeer peer) : SaslExchange
{
    private string? user;

    public override async ValueTask<SaslStep> StepAsync(ReadOnlyMemory<byte>? response, CancellationToken ct)
    {
        if (response is not { } message)
            return SaslStep.Ask("Username:"u8.ToArray());
        if (message.Length is 0 or > MaxResponse || !System.Text.Unicode.Utf8.IsValid(message.Span))
            return SaslStep.End(new LoginResult(LoginStatus.BadExchange));

        string text = Encoding.UTF8.GetString(message.Span);
        if (user is null)
        {
            user = text;
            return SaslStep.Ask("Password:"u8.ToArray());
        }
        return SaslStep.End(await authenticator.VerifyAsync(user, text, peer, ct));
    }
}
