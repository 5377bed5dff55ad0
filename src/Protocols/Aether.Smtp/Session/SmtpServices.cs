using Aether.Protocol.Smtp;
using Microsoft.Extensions.Logging;

namespace Aether.Smtp.Session;

/// <summary>What every session of a listener shares beside its commands.</summary>
internal sealed partial class SmtpServices(TimeProvider clock, SmtpMetrics metrics, ILogger logger)
{
    public TimeProvider Clock { get; } = clock;

    public SmtpMetrics Metrics { get; } = metrics;

    public ILogger Logger { get; } = logger;

    public void Refused(SmtpSession session, SmtpReply reply)
    {
        Metrics.Refused(session.Options.Kind, reply.Code);
        LogRefused(Logger, session.Peer.SessionId, reply.Code, reply.Enhanced, reply.Text);
    }
}
