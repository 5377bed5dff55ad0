using Aether.Smtp.Session;

namespace Aether.Smtp.Hooks;

/// <summary>A hook that still wants to hear of a transaction, with its part in it.</summary>
internal sealed class HookPart(IHook hook, HookTransaction transaction) : TransactionPart
{
    public IHook Hook { get; } = hook;

    public HookTransaction Transaction { get; } = transaction;

    /// <summary>It has said all it has to say.</summary>
    public bool IsDone { get; set; }

    public override ValueTask DisposeAsync() => Transaction.DisposeAsync();
}
