namespace Aether.Storage.Changes;

/// <summary>What a row of the change log tells; the number is written down.</summary>
internal enum ChangeKind
{
    Added = 1,
    Changed = 2,
    Removed = 3,
}
