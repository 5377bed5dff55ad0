namespace Aether.Protocol.Imap;

/// <summary>Whose annotation: one's own, everybody's, or both where neither is said. RFC 5257 §3.3.</summary>
[Flags]
public enum AnnotationSides
{
    None = 0,
    Private = 1,
    Shared = 2,
    Both = Private | Shared,
}
