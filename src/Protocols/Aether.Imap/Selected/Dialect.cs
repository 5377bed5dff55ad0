using System.Buffers;
using Aether.Protocol.Imap;

namespace Aether.Imap.Selected;

/// <summary>How one session speaks, by what its client has turned on.</summary>
internal sealed class Dialect
{
    public Extensions Enabled { get; private set; }

    public bool HasModSeqs => Has(Extensions.CondStore | Extensions.QResync);

    public bool HasUtf8Names => Has(Extensions.Utf8 | Extensions.Rev2);

    /// <summary>\Recent is told: IMAP4rev2 knows none. RFC 9051 appendix E.</summary>
    public bool HasRecent => !Has(Extensions.Rev2);

    /// <summary>VANISHED instead of EXPUNGE. RFC 7162 §3.2.10, RFC 9586 §3.2.</summary>
    public bool HasVanished => Has(Extensions.QResync | Extensions.UidOnly);

    public bool IsUidOnly => Has(Extensions.UidOnly);

    /// <summary>NOTIFY asked for annotations that others change, in whatever mailbox is open. RFC 5465 §5.1.</summary>
    public bool TellsAnnotations { get; set; }

    /// <summary>One of them is on.</summary>
    public bool Has(Extensions any) => (Enabled & any) is not Extensions.None;

    public void Enable(Extensions more) => Enabled |= more.HasFlag(Extensions.QResync) ? more | Extensions.CondStore : more; // RFC 7162 §3.2.3

    /// <summary>As after the greeting. RFC 8437 §3.</summary>
    public void Reset() => Enabled = Extensions.None;

    /// <summary>A mailbox name, in modified UTF-7 unless the client wants UTF-8.</summary>
    public void WriteName(IBufferWriter<byte> target, string path)
    {
        if (HasUtf8Names)
            ImapString.WriteUtf8(target, path);
        else
            ImapString.Write(target, ModifiedUtf7.Encode(path));
    }
}
