namespace Aether.Storage.Sharing;

/// <summary>SETACL's rights, +rights and -rights. RFC 4314 §3.1.</summary>
public enum AclMode
{
    Replace,
    Add,
    Remove,
}
