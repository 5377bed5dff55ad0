namespace Aether.Storage.Messages;

/// <summary>STORE's FLAGS, +FLAGS and -FLAGS.</summary>
public enum FlagChangeMode
{
    Replace,
    Add,
    Remove,
}
