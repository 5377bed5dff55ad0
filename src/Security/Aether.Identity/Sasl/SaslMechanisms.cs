using System.Collections.Concurrent;
using Aether.Configuration.Schema;
using Aether.Identity.Logins;
using Aether.Identity.Passwords;

namespace Aether.Identity.Sasl;

/// <summary>The mechanisms, the strongest first: which of them a connection is offered, and how an exchange begins. RFC 4422.</summary>
public sealed class SaslMechanisms(Authenticator authenticator, SaslOptions options, TimeProvider clock)
{
    private const string Plus = "-PLUS";

    private readonly DecoyRecords decoys = new(options.DecoyKey);
    private readonly ConcurrentDictionary<(bool Binds, bool Scram, bool Certified), IReadOnlyList<string>> lists = new();

    /// <summary>What to offer over a connection that may carry passwords; PLAIN and LOGIN show them to the wire, so without TLS the caller asks first.</summary>
    public IReadOnlyList<string> Offered(SaslChannel channel) => lists.GetOrAdd((channel.CanBind, OffersScram, channel.ClientCertificate is not null), static (key, options) => [.. List(key, options)], options);

    private bool OffersScram => options.Scram is ScramOffer.On || (options.Scram is ScramOffer.Auto && options.IsScramReady());

    /// <summary>POP3's APOP, which is no SASL, is offered under the same condition as CRAM-MD5. RFC 1939 §7.</summary>
    public bool OffersDigests => options.Digests;

    /// <summary>The server's name, as challenges show it.</summary>
    public string Hostname => options.Hostname;

    /// <returns>Null: it is not offered here.</returns>
    public SaslExchange? Begin(string mechanism, SaslChannel channel)
    {
        string name = mechanism.ToUpperInvariant();
        return Offered(channel).Contains(name) ? name switch
        {
            "EXTERNAL" => new ExternalExchange(authenticator, channel.Peer, channel.ClientCertificate!),
            "CRAM-MD5" => new CramMd5Exchange(authenticator, channel.Peer, options.Hostname, clock),
            "OAUTHBEARER" or "XOAUTH2" => new BearerExchange(authenticator, channel.Peer, options.TokenIssuer!, name is "XOAUTH2"),
            "PLAIN" => new PlainExchange(authenticator, channel.Peer),
            "LOGIN" => new LoginExchange(authenticator, channel.Peer),
            _ when name.EndsWith(Plus, StringComparison.Ordinal) => new ScramExchange(authenticator, decoys, channel, name[..^Plus.Length]) { MustBind = true },
            _ => new ScramExchange(authenticator, decoys, channel, name),
        }
        : null;
    }

    private static IEnumerable<string> List((bool Binds, bool Scram, bool Certified) key, SaslOptions options)
    {
        string[] scram = key.Scram ? [ScramRecord.Sha256, ScramRecord.Sha1] : [];
        return [.. key.Certified ? (string[])["EXTERNAL"] : [], .. key.Binds ? scram.Select(static name => name + Plus) : [], .. scram, .. options.TokenIssuer is null ? [] : (string[])["OAUTHBEARER", "XOAUTH2"], .. options.Digests ? (string[])["CRAM-MD5"] : [], "PLAIN", "LOGIN"];
    }
}
