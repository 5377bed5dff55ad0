namespace Aether.Storage.Messages;

/// <summary>The narrow row of one message in one mailbox: what a list view sorts and counts by.</summary>
/// <param name="Flags"><see cref="SystemFlags"/> in bits 0 to 7, keywords of the account's <see cref="KeywordTable"/> in bits 8 to 62.</param>
/// <param name="InternalSeconds">INTERNALDATE in seconds since 1970, UTC.</param>
/// <param name="Size">RFC822.SIZE in octets: prefix and blob.</param>
public readonly record struct MessageRow(Uid Uid, EmailId Email, ModSeq ModSeq, long Flags, long InternalSeconds, long Size)
{
    public SystemFlags System => (SystemFlags)(Flags & 0xFF);

    public DateTimeOffset InternalDate => DateTimeOffset.FromUnixTimeSeconds(InternalSeconds);
}
