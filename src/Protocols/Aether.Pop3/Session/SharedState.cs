using Aether.Pop3.Maildrops;
using Aether.Pop3.Wire;
using Microsoft.Extensions.Logging;

namespace Aether.Pop3.Session;

/// <summary>What all sessions of a process share.</summary>
internal sealed record SharedState(Pop3Backend Backend, Pop3Options Options, Pop3Metrics Metrics, TimeProvider Clock, ILogger Logger)
{
    public MaildropLocks Locks { get; } = new(Options.SharesMaildrops ? Backend.Store.Leases : null, Clock);

    public LoginTimes LoginTimes { get; } = new(Options.Settings.LoginDelay, Clock);
}
