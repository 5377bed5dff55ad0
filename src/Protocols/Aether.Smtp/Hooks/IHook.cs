using Aether.Smtp.Session;

namespace Aether.Smtp.Hooks;

/// <summary>A program outside that is asked at each stage of a transaction.</summary>
internal interface IHook
{
    HookOptions Options { get; }

    /// <summary>Begins with a transaction whose MAIL has just been taken.</summary>
    /// <exception cref="HookException">It does not answer.</exception>
    ValueTask<HookTransaction> BeginAsync(SmtpSession session, CancellationToken ct);
}
