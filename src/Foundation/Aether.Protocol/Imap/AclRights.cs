namespace Aether.Protocol.Imap;

/// <summary>What somebody may do with a mailbox; the numbers are written down. RFC 4314 §2.1.</summary>
[Flags]
public enum AclRights
{
    None = 0,

    /// <summary>l: it is listed, and can be subscribed to.</summary>
    Lookup = 1,

    /// <summary>r: it can be opened, searched, copied from.</summary>
    Read = 2,

    /// <summary>s: \Seen is kept.</summary>
    Seen = 4,

    /// <summary>w: other flags and keywords can be set.</summary>
    Write = 8,

    /// <summary>i: messages can be put in.</summary>
    Insert = 16,

    /// <summary>p: mail can be sent to it.</summary>
    Post = 32,

    /// <summary>k: mailboxes can be made below it.</summary>
    CreateMailbox = 64,

    /// <summary>x: it can be deleted or renamed.</summary>
    DeleteMailbox = 128,

    /// <summary>t: \Deleted can be set.</summary>
    DeleteMessage = 256,

    /// <summary>e: messages can be expunged.</summary>
    Expunge = 512,

    /// <summary>a: rights can be given and taken.</summary>
    Administer = 1024,

    /// <summary>n: annotations that all see can be written. RFC 5257 §3.4.</summary>
    Annotate = 2048,

    All = (1 << 12) - 1,
}
