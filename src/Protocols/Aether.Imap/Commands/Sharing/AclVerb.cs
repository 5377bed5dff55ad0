namespace Aether.Imap.Commands.Sharing;

/// <summary>SETACL or DELETEACL. RFC 4314 §3.1, §3.2.</summary>
internal enum AclVerb
{
    Set,
    Delete,
}
