using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>How users log in.</summary>
public sealed record AuthSettings
{
    [Setting("Offer logins that never show the password, SCRAM: auto (while every account has the records it takes), on or off. RFC 5802, RFC 7677.")]
    public ScramOffer Scram { get; init; } = ScramOffer.Auto;

    [Setting("What is kept of a new password: scram, which serves SCRAM, or argon2id, which is dearer to guess from a stolen copy; with it auth.scram: auto offers no SCRAM. Older forms are replaced at the next login. App passwords are random, and keep SCRAM records.")]
    public PasswordHash PasswordHash { get; init; } = PasswordHash.Scram;

    [Setting("What users may choose as a password. An administrator who sets one is warned, and may.")]
    public PasswordSettings Passwords { get; init; } = new();

    [Setting("Offer CRAM-MD5 (RFC 2195) and APOP (RFC 1939), for app passwords that are made while this is on: a copy of them is kept, sealed with security.keyFile.")]
    public bool Digests { get; init; }

    [Setting("How long no catch-all takes mail for the address of an account, an alias or a group that was removed, such as what others send to set a password anew.", Min = "0 s", Max = "3650 d")]
    public TimeSpan FormerAddresses { get; init; } = TimeSpan.FromDays(90);

    [Setting("Logins by access tokens of our own: OAUTHBEARER and XOAUTH2.")]
    public OauthServerSettings Server { get; init; } = new();

    [Setting("Logins by access tokens of another provider.")]
    public OauthSettings Oauth { get; init; } = new();

    [Setting("Users of a directory that others keep: their accounts come into being at the first login or message.")]
    public LdapSettings Ldap { get; init; } = new();
}
