using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Aether.Identity.Addresses;
using Aether.Identity.Logins;
using Aether.Identity.Passwords;
using Aether.Protocol.Sasl;

namespace Aether.Identity.Sasl;

/// <summary>
/// SCRAM, with or without channel binding: the client proves that it knows the password without showing it, and the server
/// that it has the record. RFC 5802, RFC 7677.
/// </summary>
internal sealed class ScramExchange(Authenticator authenticator, DecoyRecords decoys, SaslChannel channel, string mechanism) : SaslExchange
{
    private const int NonceLength = 18;

    private ScramClientFirst? first;
    private string serverFirst = "";
    private string nonce = "";
    private KnownAccount? known;
    private ScramRecord? record;
    private LoginResult? proven;

    /// <summary>The -PLUS variant was asked for.</summary>
    public bool MustBind { get; init; }

    public override async ValueTask<SaslStep> StepAsync(ReadOnlyMemory<byte>? response, CancellationToken ct)
    {
        if (proven is { } result)
            return SaslStep.End(response is { Length: > 0 } ? new LoginResult(LoginStatus.BadExchange) : result);
        if (response is not { } octets)
            return SaslStep.Ask(ReadOnlyMemory<byte>.Empty);
        if (octets.Length is 0 or > MaxResponse || !Utf8.IsValid(octets.Span))
            return SaslStep.End(new LoginResult(LoginStatus.BadExchange));

        string message = Encoding.UTF8.GetString(octets.Span);
        return first is null ? await GreetAsync(message, ct) : await ProveAsync(message, ct);
    }

    private async ValueTask<SaslStep> GreetAsync(string message, CancellationToken ct)
    {
        if (!ScramClientFirst.TryParse(message, out first))
            return SaslStep.End(new LoginResult(LoginStatus.BadExchange));
        if (!IsBindingFair(first!.Header))
            return SaslStep.End(authenticator.Refuse(channel.Peer, ""));
        if (authenticator.IsPutOff(channel.Peer, isNew: true))
            return SaslStep.End(new LoginResult(LoginStatus.Throttled));

        known = await authenticator.FindAsync(SaslPrep.TryPrepare(first.User, out string prepared) ? prepared : "", channel.Peer, ct);
        record = known.Told(mechanism);
        var told = record ?? decoys.For(mechanism, known.Address.Length > 0 ? known.Address : first.User);

        // §5.1: fresh in each exchange, so that nobody's recorded proof fits a second time.
        nonce = first.Nonce + Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceLength));
        serverFirst = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"r={nonce},s={Convert.ToBase64String(told.Salt)},i={told.Iterations}");
        return SaslStep.Ask(Encoding.UTF8.GetBytes(serverFirst));
    }

    private async ValueTask<SaslStep> ProveAsync(string message, CancellationToken ct)
    {
        if (!ScramClientFinal.TryParse(message, out var final))
            return SaslStep.End(new LoginResult(LoginStatus.BadExchange));

        byte[] messages = Encoding.UTF8.GetBytes($"{first!.Bare},{serverFirst},{final!.WithoutProof}");
        bool isHonest = final.Nonce == nonce && IsBound(final.Binding) && IsSelf(first.Header.Authorization);
        var (secret, match) = FindProven(messages, final.Proof);
        var result = await authenticator.SettleAsync(known!, isHonest ? secret : null, channel.Peer, ct);
        if (result.Status is not LoginStatus.Success)
            return SaslStep.End(result);

        proven = result;
        return SaslStep.Ask(Encoding.UTF8.GetBytes("v=" + Convert.ToBase64String(match!.Sign(messages))));
    }

    /// <summary>Which of the account's secrets the client has: they share the salt it was told.</summary>
    private (AccountSecret? Secret, ScramRecord? Record) FindProven(byte[] messages, byte[] proof)
    {
        (AccountSecret?, ScramRecord?) found = (null, null);
        foreach (var secret in known!.Secrets)
        {
            if (record is not null && secret.Records.For(mechanism) is { } one && one.HasSaltOf(record) && one.IsProven(messages, proof))
                found = (secret, one);
        }
        if (record is null)
            decoys.For(mechanism, first!.User).IsProven(messages, proof); // the same work for a name that is no account
        return found;
    }

    /// <summary>§6: a client that binds does so by our method; one that thinks we can't, where we offered it, was lied to by somebody in between.</summary>
    private bool IsBindingFair(Gs2Header header) => header.Flag switch
    {
        ChannelBindingFlag.Used => MustBind && header.Binding == SaslChannel.BindingMethod,
        ChannelBindingFlag.ThinksServerCannot => !MustBind && !channel.CanBind,
        _ => !MustBind,
    };

    /// <summary>The client saw the header that we saw, and the certificate that we showed.</summary>
    private bool IsBound(ReadOnlySpan<byte> binding)
    {
        byte[] header = Encoding.UTF8.GetBytes(first!.Header.Text);
        return CryptographicOperations.FixedTimeEquals(binding, MustBind ? [.. header, .. channel.ServerEndPoint.Span] : header);
    }

    /// <summary>Acting for somebody else needs a grant; there is none.</summary>
    private bool IsSelf(string authorization) => authorization.Length == 0 || (AddressForm.TryNormalise(authorization, out string whom) && whom == known!.Address);
}
