using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>One port of IMAP, and what is offered there.</summary>
public sealed record ImapListenerSettings
{
    [Setting("Address to listen on.", Format = SettingFormat.BindAddress)]
    public string Address { get; init; } = "*";

    [Setting("TCP port.", Min = "1", Max = "65535")]
    public int Port { get; init; } = 1;

    [Setting("none, starttls (offered), required (STARTTLS before anything else, on loopback too), or implicit (from the first byte).")]
    public ListenerTls Tls { get; init; } = ListenerTls.StartTls;

    [Setting("Capabilities that are not offered here, for clients that stumble over them, such as COMPRESS=DEFLATE.")]
    public IReadOnlyList<string> Without { get; init; } = [];

    [Setting("plus: literals of any size without asking (LITERAL+). minus: up to 4096 octets (LITERAL-). RFC 7888.")]
    public ImapLiterals Literals { get; init; } = ImapLiterals.Plus;
}
