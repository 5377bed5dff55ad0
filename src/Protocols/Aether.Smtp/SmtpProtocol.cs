using System.Security.Authentication;
using Aether.Net.Connections;
using Aether.Smtp.Commands;
using Aether.Smtp.Content;
using Aether.Smtp.Recipients;
using Aether.Smtp.Session;
using Microsoft.Extensions.Logging;

namespace Aether.Smtp;

/// <summary>The SMTP engine of one listener, MX or submission. RFC 5321, RFC 6409.</summary>
public sealed class SmtpProtocol : IMailProtocol
{
    private readonly SmtpOptions options;
    private readonly SmtpServices services;
    private readonly CommandTable commands;

    public SmtpProtocol(SmtpOptions options, SmtpBackend backend, SmtpMetrics metrics, TimeProvider clock, ILogger<SmtpProtocol> logger)
    {
        this.options = options;
        services = new SmtpServices(clock, metrics, logger);
        var policy = new EnvelopePolicy(backend.Recipients, new FullMailboxes(backend.Store.Quotas), services);
        commands = new CommandTable(policy, new Acceptance(backend.Store, services), new AuthCommand(backend.Mechanisms, services));
    }

    public async Task RunAsync(MailConnection connection, CancellationToken ct)
    {
        var session = new SmtpSession(connection, options, self => new CommandInput(self, commands));
        SmtpServices.LogOpened(services.Logger, connection.Peer.SessionId, connection.Peer.Remote);
        services.Metrics.Opened(options.Kind);
        try
        {
            await new SessionLoop(session, services).RunAsync(ct);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or AuthenticationException)
        {
            // The peer is gone or its handshake failed, or the server stops at once: nobody is left to talk to.
            SmtpServices.LogBroken(services.Logger, connection.Peer.SessionId, gone.Message);
        }
        catch (Exception bug)
        {
            SmtpServices.LogFailed(services.Logger, bug, connection.Peer.SessionId);
            Replies.InternalError.WriteTo(connection.Output);
            await connection.FlushAsync(options.Limits.IdleTimeout, ct);
        }
        finally
        {
            await session.ResetAsync();
            services.Metrics.Closed(options.Kind);
        }
    }
}
