using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Hooks;

/// <summary>One hook's part in one transaction.</summary>
internal abstract class HookTransaction : IAsyncDisposable
{
    /// <exception cref="HookException">The hook does not answer.</exception>
    public abstract ValueTask<HookVerdict> MailAsync(SmtpSession session, CancellationToken ct);

    /// <exception cref="HookException">The hook does not answer.</exception>
    public abstract ValueTask<HookVerdict> RecipientAsync(SmtpSession session, RcptArguments recipient, CancellationToken ct);

    /// <exception cref="HookException">The hook does not answer.</exception>
    public abstract ValueTask<HookVerdict> ContentAsync(SmtpSession session, HookContent content, CancellationToken ct);

    public abstract ValueTask DisposeAsync();
}
