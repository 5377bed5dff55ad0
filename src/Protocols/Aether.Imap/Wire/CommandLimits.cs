using Aether.Protocol.Imap;

namespace Aether.Imap.Wire;

/// <summary>How long commands may be, for all sessions of a listener.</summary>
internal sealed class CommandLimits(ImapOptions options)
{
    public FrameLimits BeforeLogin { get; } = Of(options, (int)options.Limits.LineBeforeLogin.Bytes);

    public FrameLimits AfterLogin { get; } = Of(options, (int)options.Limits.Line.Bytes);

    private static FrameLimits Of(ImapOptions options, int line) =>
        new(line, (int)options.Limits.Literal.Bytes, (int)options.Limits.Command.Bytes, options.Limits.Literals) { MaxPlainLiteral = options.MaxPlainLiteral };
}
