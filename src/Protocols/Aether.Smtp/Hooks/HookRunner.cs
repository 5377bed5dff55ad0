using Aether.Protocol.Smtp;
using Aether.Smtp.Session;
using Aether.Storage.Bodies;

namespace Aether.Smtp.Hooks;

/// <summary>
/// Asks all hooks in their order, at each stage, each within its time. One that fails is left out of the rest of the transaction
/// or puts the mail off, as its policy says; one that fails again and again is not waited for (case X05).
/// </summary>
internal sealed class HookRunner(IReadOnlyList<IHook> hooks, BodyStore bodies, SmtpServices services)
{
    private readonly Dictionary<IHook, HookBreaker> breakers = hooks.ToDictionary(hook => hook, _ => new HookBreaker(services.Clock));

    /// <returns>The refusal of MAIL, or null.</returns>
    public async ValueTask<SmtpReply?> MailAsync(SmtpSession session, CancellationToken ct)
    {
        foreach (var hook in hooks)
        {
            if (hook.Options.Kinds.Count > 0 && !hook.Options.Kinds.Contains(session.Options.Kind))
                continue;
            var asked = await AskAsync(hook, session, async late =>
            {
                var part = await hook.BeginAsync(session, late);
                session.Transaction!.Parts.Add(new HookPart(hook, part));
                return await part.MailAsync(session, late);
            }, ct);
            if (Refusal(session, hook, asked) is { } refusal)
                return refusal;
        }

        return null;
    }

    /// <returns>The refusal of RCPT, or null.</returns>
    public async ValueTask<SmtpReply?> RecipientAsync(SmtpSession session, RcptArguments recipient, CancellationToken ct)
    {
        foreach (var part in Asked(session))
        {
            var verdict = await AskAsync(part.Hook, session, late => part.Transaction.RecipientAsync(session, recipient, late), ct);
            if (verdict.Action is HookAction.Refuse)
                return verdict.Reply;
            Refusal(session, part.Hook, verdict);
        }

        return null;
    }

    /// <summary>Asks about the whole message, and changes it as the hooks say.</summary>
    public async ValueTask<HookResult> ContentAsync(SmtpSession session, StoredMessage message, string added, CancellationToken ct)
    {
        var result = new HookResult(message);
        foreach (var part in Asked(session))
        {
            using var reader = bodies.Open(result.Message);
            var content = await HookContent.ReadAsync(reader, result.Message.Facts.HeaderLength, result.OnTop + added, ct);
            var verdict = await AskAsync(part.Hook, session, late => part.Transaction.ContentAsync(session, content, late), ct);
            if (Refusal(session, part.Hook, verdict) is { } refusal)
                return result with { Refusal = refusal };
            if (verdict.Action is HookAction.Discard)
                return result with { IsDiscarded = true };
            if (verdict.Changes is { } changes)
                result = await new ContentRewrite(bodies, session.Limits).ApplyAsync(result, content, changes, ct);
            if (result.Refusal is not null)
                return result;
        }

        return session.Transaction!.IsDiscarded ? result with { IsDiscarded = true } : result;
    }

    private static HookPart[] Asked(SmtpSession session) => [.. session.Transaction!.Parts.OfType<HookPart>().Where(part => !part.IsDone)];

    private static SmtpReply? Refusal(SmtpSession session, IHook hook, HookVerdict verdict)
    {
        if (verdict.Action is HookAction.Accept && session.Transaction!.Parts.OfType<HookPart>().FirstOrDefault(part => part.Hook == hook) is { } done)
            done.IsDone = true;
        session.Transaction!.IsDiscarded |= verdict.Action is HookAction.Discard;
        return verdict.Action is HookAction.Refuse ? verdict.Reply : null;
    }

    private async ValueTask<HookVerdict> AskAsync(IHook hook, SmtpSession session, Func<CancellationToken, ValueTask<HookVerdict>> ask, CancellationToken ct)
    {
        var breaker = breakers[hook];
        try
        {
            if (breaker.IsOpen)
                throw new HookException("it failed again and again");
            using var late = new CancellationTokenSource(hook.Options.Timeout, services.Clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
            var verdict = await ask(either.Token);
            breaker.Succeeded();
            return verdict;
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            breaker.Failed();
            services.Metrics.HookFailed(hook.Options.Name);
            SmtpServices.LogHookFailed(services.Logger, hook.Options.Name, session.Peer.SessionId, failure is OperationCanceledException ? "it took too long" : failure.Message);
            return hook.Options.OnFailure is HookFailurePolicy.Accept ? HookVerdict.Accept : HookVerdict.Refuse(Replies.HookUnavailable);
        }
    }
}
