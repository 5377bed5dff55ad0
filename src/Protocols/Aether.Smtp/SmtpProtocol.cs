using System.Security.Authentication;
using Aether.Net.Connections;
using Aether.Smtp.Commands;
using Aether.Smtp.Content;
using Aether.Smtp.Hooks;
using Aether.Smtp.Hooks.Http;
using Aether.Smtp.Hooks.Milter;
using Aether.Smtp.Rates;
using Aether.Smtp.Recipients;
using Aether.Smtp.Session;
using Aether.Smtp.Submitting;
using Microsoft.Extensions.Logging;

namespace Aether.Smtp;

/// <summary>The SMTP engine of one kind of listener: MX, submission or LMTP. RFC 5321, RFC 6409, RFC 2033.</summary>
public sealed class SmtpProtocol : IMailProtocol, IDisposable
{
    private readonly SmtpOptions options;
    private readonly SmtpServices services;
    private readonly CommandTable commands;
    private readonly ReceivingRates rates;
    private readonly SendingLimits sending;
    private readonly IHook[] hooks;

    public SmtpProtocol(SmtpOptions options, SmtpBackend backend, SmtpMetrics metrics, TimeProvider clock, ILogger<SmtpProtocol> logger)
    {
        this.options = options;
        services = new SmtpServices(clock, metrics, logger);
        rates = new ReceivingRates(options.Rates, backend.Store.Counts, clock);
        sending = new SendingLimits(options.Rates, backend.Store.Counts, services);
        var refusals = new RefusalTrace(backend.Store.Traces, clock);
        var policy = new EnvelopePolicy(backend.Recipients, new FullMailboxes(backend.Store.Quotas), new SenderRates(rates, sending, new Greylist(options.Greylist, clock)), backend.Store.Suppressions, refusals, services);
        hooks = [.. options.Hooks.Select(Hook)];
        var runner = new HookRunner(hooks, backend.Store.Bodies, services);
        var content = new ContentPolicy(new AuthorPolicy(backend.Recipients), new HeaderChecks(backend.Store.Bodies), runner, policy);
        commands = new CommandTable(policy, runner, new Acceptance(backend.Store, backend.Returns, backend.Checks, new Signatures(backend.Signer, backend.Store.Bodies), content, rates, sending, new DmarcTally(backend), new FailureNote(backend, clock), refusals, services), new AuthCommand(backend.Mechanisms, backend.Sessions, services), backend, clock);
    }

    public void Dispose()
    {
        rates.Dispose();
        sending.Dispose();
        foreach (var hook in hooks.OfType<IDisposable>())
            hook.Dispose();
    }

    public async Task RunAsync(MailConnection connection, CancellationToken ct)
    {
        var session = new SmtpSession(connection, options, self => new CommandInput(self, commands));
        SmtpServices.LogOpened(services.Logger, connection.Peer.SessionId, connection.Peer.Remote);
        services.Metrics.Opened(options.Kind);
        try
        {
            await new SessionLoop(session, rates.Connect, services).RunAsync(ct);
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
            session.Leave();
            await session.ResetAsync();
            services.Metrics.Closed(options.Kind);
        }
    }

    private static IHook Hook(HookOptions hook) => hook.Address.StartsWith("http", StringComparison.Ordinal) ? new HttpHook(hook) : new MilterHook(hook);
}
