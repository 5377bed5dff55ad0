using Aether.Protocol.Smtp;

namespace Aether.Smtp.Hooks;

/// <summary>A hook's answer.</summary>
/// <param name="Reply">What the client is told when it refuses.</param>
internal sealed record HookVerdict(HookAction Action, SmtpReply? Reply = null)
{
    public static HookVerdict Continue { get; } = new(HookAction.Continue);

    public static HookVerdict Accept { get; } = new(HookAction.Accept);

    public static HookVerdict Discard { get; } = new(HookAction.Discard);

    /// <summary>What is to be changed; of an answer to content alone.</summary>
    public ContentChanges? Changes { get; init; }

    public static HookVerdict Refuse(SmtpReply reply) => new(HookAction.Refuse, reply);
}
