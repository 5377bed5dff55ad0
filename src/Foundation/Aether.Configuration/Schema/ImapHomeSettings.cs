using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Where the mail of an account or of a domain is, when it is not here. RFC 2221.</summary>
public sealed record ImapHomeSettings
{
    [Setting("An address, or @ and a domain.")]
    public string Account { get; init; } = "";

    [Setting("The server, as host or host:port.")]
    public string Server { get; init; } = "";
}
