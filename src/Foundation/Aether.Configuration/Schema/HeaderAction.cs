namespace Aether.Configuration.Schema;

/// <summary>What becomes of mail with a certain header field.</summary>
public enum HeaderAction
{
    Reject,
    Discard,
    Hold,
}
