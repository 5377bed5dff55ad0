using Aether.Smtp.Session;

namespace Aether.Smtp.Hooks.Milter;

/// <summary>A mail filter that speaks the milter protocol, as those of Sendmail and Postfix do.</summary>
internal sealed class MilterHook(HookOptions options) : IHook
{
    public HookOptions Options { get; } = options;

    public async ValueTask<HookTransaction> BeginAsync(SmtpSession session, CancellationToken ct) =>
        new MilterTransaction(await MilterConnection.OpenAsync(Options.Address, ct));
}
