namespace Aether.Protocol.Imap;

/// <summary>How THREAD finds what belongs together. RFC 5256 §3, and draft-ietf-morg-inthread for the last.</summary>
public enum ThreadAlgorithm
{
    References,
    OrderedSubject,

    /// <summary>By references alone, subjects aside; the thread with the newest message last.</summary>
    Refs,
}
