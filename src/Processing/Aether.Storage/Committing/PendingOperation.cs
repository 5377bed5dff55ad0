namespace Aether.Storage.Committing;

/// <summary>An operation that waits for its commit, and whoever waits for it.</summary>
internal abstract class PendingOperation
{
    public abstract int Bytes { get; }

    public abstract void Execute(IGroupEngine engine);

    public abstract void Complete();

    public abstract void Fail(Exception reason);
}

/// <inheritdoc cref="PendingOperation"/>
internal sealed class PendingOperation<TResult>(Operation<TResult> operation) : PendingOperation
{
    // Continuations must not run on the committing thread: it has the next group to write.
    private readonly TaskCompletionSource<TResult> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult result = default!;

    public Task<TResult> Task => completion.Task;

    public override int Bytes => operation.Bytes;

    public override void Execute(IGroupEngine engine) => result = engine.Execute(operation);

    public override void Complete() => completion.TrySetResult(result);

    public override void Fail(Exception reason) => completion.TrySetException(reason);
}
