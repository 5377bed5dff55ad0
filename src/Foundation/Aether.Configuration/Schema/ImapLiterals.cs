namespace Aether.Configuration.Schema;

/// <summary>Which literals a client may send without waiting to be asked for them. RFC 7888 §5.</summary>
public enum ImapLiterals
{
    Plus,
    Minus,
}
