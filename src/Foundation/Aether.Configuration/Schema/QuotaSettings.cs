using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>What accounts may store where their own quota says nothing. RFC 9208.</summary>
public sealed record QuotaSettings
{
    [Setting("Most that an account may store; 0 B is no limit.", Min = "0 B", Max = "1000 TiB")]
    public ByteSize AccountBytes { get; init; } = new(0);

    [Setting("Most messages that an account may store; 0 is no limit.", Min = "0", Max = "1000000000")]
    public int AccountMessages { get; init; }

    [Setting("What a sender hears of a full mailbox: tempfail has it try again (452), reject returns the message (552).")]
    public FullMailboxPolicy WhenFull { get; init; } = FullMailboxPolicy.TempFail;
}
