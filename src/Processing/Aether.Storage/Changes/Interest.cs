namespace Aether.Storage.Changes;

/// <summary>Whether somebody on this node listens to an account.</summary>
internal enum Interest
{
    Begun,
    Ended,
}
