using System.Collections.Frozen;
using Aether.Identity.Logins;
using Aether.Identity.Sasl;
using Aether.Imap.Selected;
using Aether.Imap.Wire;
using Aether.Storage;
using Microsoft.Extensions.Logging;

namespace Aether.Imap.Session;

/// <summary>What all sessions of a listener share.</summary>
internal sealed record SharedState(ImapBackend Backend, ImapOptions Options, ImapMetrics Metrics, TimeProvider Clock, ILogger Logger)
{
    public MailStore Store => Backend.Store;

    public Authenticator Authenticator => Backend.Authenticator;

    public SaslMechanisms Mechanisms => Backend.Mechanisms;

    public RecentMessages Recent => Backend.Recent;

    public ConnectionCounts Connections => Backend.Connections;

    public OfferedCapabilities Offered { get; } = new(Options);

    public CommandLimits Limits { get; } = new(Options);

    private readonly FrozenDictionary<string, OfferedCapabilities> offeredTo = Options.WithoutFor.ToFrozenDictionary(
        static account => account.Key, account => new OfferedCapabilities(Options with { Without = [.. Options.Without, .. account.Value] }));

    /// <summary>What one account is offered.</summary>
    public OfferedCapabilities OfferedTo(string address) => offeredTo.GetValueOrDefault(address, Offered);
}
